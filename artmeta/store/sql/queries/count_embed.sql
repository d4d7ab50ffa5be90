-- How many pictures did a backbone process in a run, had it processed before, and failed on?
WITH pictures AS (
    SELECT embeddings.sha256, bool_or(embeddings.run_id = $run_id) AS own
    FROM embeddings
    SEMI JOIN (
        SELECT images.sha256
        FROM runs
        JOIN artworks ON artworks.collection = runs.collection AND artworks.gone_run_id IS NULL
        JOIN images ON images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id
            AND images.position = 0
        WHERE runs.run_id = $run_id
    ) AS shown USING (sha256)
    GROUP BY embeddings.sha256
)
SELECT
    count(*) FILTER (own) AS done,
    count(*) FILTER (NOT own) AS skipped,
    (SELECT count(*) FROM issues WHERE issues.run_id = $run_id AND issues.step = 'embed') AS failed
FROM pictures;
