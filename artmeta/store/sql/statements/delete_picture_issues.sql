-- Which issues of some works' pictures are out of date, because the pictures were requested again?
DELETE FROM issues
WHERE collection = $collection AND step = 'fetch' AND kind IN ('gone', 'refused', 'unreadable', 'too_large', 'busy')
    AND artwork_id IN (SELECT unnest($artwork_ids::VARCHAR[]));
