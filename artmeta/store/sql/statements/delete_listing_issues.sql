-- Which issues of the source's records are out of date? Those of works that are listed without one now, and of notes not made now.
DELETE FROM issues
WHERE collection = $collection AND step = 'fetch' AND kind <> 'unread_date'
    AND (artwork_id || ' ' || kind) NOT IN (SELECT unnest($met::VARCHAR[]))
    AND NOT EXISTS (
        FROM images WHERE images.collection = issues.collection AND images.artwork_id = issues.artwork_id
            AND images.outcome = issues.kind
    );
