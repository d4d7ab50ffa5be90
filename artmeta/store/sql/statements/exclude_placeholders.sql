-- Which fetched pictures mean "no picture", by their digests? They count as absent; the reason keeps the digest.
UPDATE images SET
    outcome = 'gone', reason = 'no_picture: ' || sha256, run_id = $run_id, sha256 = NULL, path = NULL, mime = NULL,
    bytes = NULL, width = NULL, height = NULL, etag = NULL, last_modified = NULL
WHERE collection = $collection AND outcome = 'ok' AND sha256 IN (SELECT unnest($digests::VARCHAR[]));
