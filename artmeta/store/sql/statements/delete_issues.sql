-- Which issues of some works are out of date, because their pictures will be fetched anew?
DELETE FROM issues
WHERE collection = $collection AND step IN ('fetch', 'embed') AND kind <> 'unread_date'
    AND artwork_id IN (SELECT unnest($artwork_ids::VARCHAR[]));
