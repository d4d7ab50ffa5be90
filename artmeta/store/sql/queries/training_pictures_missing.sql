-- How many works that a model may be trained on have no picture, of how many; the same of those that its newest version was trained on?
WITH trained AS (
    SELECT DISTINCT artwork_id FROM training_works
    WHERE model_name = $model AND model_version = (SELECT max(version) FROM models WHERE name = $model)
)
SELECT
    count(*) AS works,
    count(*) FILTER (images.outcome IS DISTINCT FROM 'ok') AS missing,
    count(trained.artwork_id) AS known,
    count(trained.artwork_id) FILTER (images.outcome IS DISTINCT FROM 'ok') AS lost,
    coalesce(min(images.reason) FILTER (images.reason <> ''), '') AS reason
FROM artworks
LEFT JOIN images ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id AND images.position = 0
LEFT JOIN trained ON trained.artwork_id = artworks.artwork_id
WHERE artworks.collection = $collection AND artworks.gone_run_id IS NULL AND artworks.split <> 'testing'
    AND len(artworks.given_topics) > 0
    AND NOT EXISTS (
        FROM refusals WHERE refusals.collection = artworks.collection AND refusals.artwork_id = artworks.artwork_id
    );
