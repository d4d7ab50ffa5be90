-- How many pictures did a backbone process in a run, had it processed before, and failed on?
WITH seen AS (
    SELECT DISTINCT images.sha256, embeddings.run_id
    FROM runs
    JOIN artworks ON artworks.collection = runs.collection AND artworks.gone_run_id IS NULL
    JOIN images ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id
        AND images.position = 0
    JOIN embeddings ON embeddings.sha256 = images.sha256
    WHERE runs.run_id = $run_id
)
SELECT
    count(DISTINCT sha256) FILTER (run_id = $run_id) AS done,
    count(DISTINCT sha256) - count(DISTINCT sha256) FILTER (run_id = $run_id) AS skipped,
    (SELECT count(*) FROM issues WHERE issues.run_id = $run_id AND issues.step = 'embed') AS failed
FROM seen;
