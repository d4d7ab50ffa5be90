-- How many pictures did a run fetch, find fetched before, and fail to fetch?
SELECT
    count(*) FILTER (images.run_id = $run_id AND images.outcome = 'ok') AS done,
    count(*) FILTER (images.run_id <> $run_id) AS skipped,
    count(*) FILTER (images.run_id = $run_id AND images.outcome <> 'ok') AS failed
FROM runs
JOIN artworks ON artworks.collection = runs.collection AND artworks.gone_run_id IS NULL
JOIN images ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id
WHERE runs.run_id = $run_id;
