-- What do the works of a run's collection look like before a model sees them? One row a work, with its first picture.
SELECT
    artworks.artwork_id, artworks.title, artworks.rights,
    artworks.date_status, artworks.date_earliest, artworks.date_latest,
    CASE
        WHEN images.outcome = 'refused' AND images.fetched_at IS NULL THEN 'not_allowed'
        ELSE coalesce(images.outcome, 'none')
    END AS outcome,
    images.sha256,
    least(images.width, images.height) AS short_side
FROM runs
JOIN artworks ON artworks.collection = runs.collection
LEFT JOIN images
    ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id AND images.position = 0
WHERE runs.run_id = $run_id AND artworks.gone_run_id IS NULL
ORDER BY artworks.artwork_id;
