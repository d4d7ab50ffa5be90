-- How many works of the collection's present state did a run classify by their present picture, and how many had the same model classified before?
SELECT
    count(*) FILTER (decisions.run_id = $run_id) AS done,
    count(*) FILTER (decisions.run_id <> $run_id) AS skipped,
    0 AS failed
FROM runs
JOIN decisions ON decisions.collection = runs.collection
    AND decisions.model_name = runs.model_name AND decisions.model_version = runs.model_version
SEMI JOIN (
    SELECT images.collection, images.artwork_id, images.sha256
    FROM images
    JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
    WHERE images.position = 0 AND artworks.gone_run_id IS NULL
) AS present
    ON present.collection = decisions.collection AND present.artwork_id = decisions.artwork_id
    AND present.sha256 = decisions.sha256
WHERE runs.run_id = $run_id;
