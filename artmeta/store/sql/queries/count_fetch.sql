-- How many pictures did a run fetch, find fetched before, fail to fetch, and leave alone because of their rights?
SELECT
    count(*) FILTER (images.run_id = $run_id AND images.outcome = 'ok') AS done,
    count(*) FILTER (images.run_id <> $run_id AND NOT (images.outcome = 'refused' AND refusals.artwork_id IS NOT NULL)) AS skipped,
    count(*) FILTER (images.run_id = $run_id AND images.outcome <> 'ok' AND refusals.artwork_id IS NULL) AS failed,
    count(*) FILTER (images.outcome = 'refused' AND refusals.artwork_id IS NOT NULL) AS withheld
FROM runs
JOIN artworks ON artworks.collection = runs.collection AND artworks.gone_run_id IS NULL
JOIN images ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id
LEFT JOIN refusals ON refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id
    AND refusals.use = 'fetched'
WHERE runs.run_id = $run_id;
