-- Which classified works has a run, what did its model decide on them, and which flags concern them or their topic, venue or period?
WITH concerned AS (
    SELECT subject, kind, regexp_extract(subject, '^period ([0-9]+) to ([0-9]+)$', ['first', 'last']) AS period
    FROM flags WHERE run_id = $run_id
), works AS (
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL AND artwork_id > $after AND artwork_id <= $until
), flagged AS (
    SELECT artwork_id, list(DISTINCT kind ORDER BY kind) AS flags
    FROM (
        SELECT artwork_id, kind FROM works JOIN concerned ON subject = artwork_id
        UNION ALL SELECT artwork_id, kind FROM works JOIN concerned ON subject = topic_id
        UNION ALL SELECT artwork_id, kind FROM works JOIN concerned ON subject = 'venue ' || venue
        UNION ALL SELECT artwork_id, kind FROM works JOIN concerned
            ON date_earliest >= try_cast(period.first AS INTEGER) AND date_latest <= try_cast(period.last AS INTEGER)
    )
    GROUP BY artwork_id
), confident AS (
    SELECT artwork_id, list(confidence ORDER BY topic_id) AS confidences
    FROM artwork_confidences
    WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
    GROUP BY artwork_id
)
SELECT
    works.artwork_id, works.title, works.artist, works.date_text, works.date_earliest AS first_year, works.date_latest AS last_year,
    works.medium, works.venue, works.accession_number, works.sha256, works.topic_id, works.confidence,
    coalesce(works.decision_status, '') AS status, works.decision_reason AS reason, coalesce(works.sure_topics, []) AS sure_topics,
    coalesce(flagged.flags, []) AS flags, confident.confidences
FROM works
JOIN confident USING (artwork_id)
LEFT JOIN flagged USING (artwork_id)
ORDER BY works.artwork_id;
