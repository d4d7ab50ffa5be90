-- What did the source and its pictures bring? One row an artwork, as the data checks read it.
SELECT
    artworks.* EXCLUDE (record_digest, gone_run_id),
    images.outcome, images.reason, images.sha256, images.width, images.height
FROM runs
JOIN artworks ON artworks.collection = runs.collection AND artworks.gone_run_id IS NULL
LEFT JOIN images
    ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id AND images.position = 0
WHERE runs.run_id = $run_id
ORDER BY artworks.artwork_id;
