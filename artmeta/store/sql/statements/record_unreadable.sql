-- Which works show a picture that this decoder cannot read? Each is an issue, once.
INSERT INTO issues (collection, step, artwork_id, kind, message, run_id)
SELECT images.collection, 'embed', images.artwork_id, unreadable.kind, unreadable.reason, $run_id
FROM images
JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
JOIN unreadable_pictures AS unreadable
    ON unreadable.sha256 = images.sha256 AND unreadable.decoder = $decoder
WHERE images.collection = $collection AND images.position = 0 AND images.outcome = 'ok'
    AND artworks.gone_run_id IS NULL
ON CONFLICT DO NOTHING;
