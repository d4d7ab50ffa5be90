-- Which pictures are to be fetched again, because their files were lost or changed?
UPDATE images SET
    outcome = 'pending', reason = '', sha256 = NULL, path = NULL, mime = NULL, bytes = NULL, width = NULL, height = NULL,
    etag = NULL, last_modified = NULL, fetched_at = NULL
WHERE collection = $collection AND url LIKE 'http%' AND path IN (SELECT unnest($paths::VARCHAR[]));
