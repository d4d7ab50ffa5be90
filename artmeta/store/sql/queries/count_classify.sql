-- How many works did a run classify, and how many had been classified by the same model before?
SELECT
    count(*) FILTER (predictions.run_id = $run_id) AS done,
    count(*) FILTER (predictions.run_id <> $run_id) AS skipped,
    0 AS failed
FROM runs
JOIN predictions ON predictions.collection = runs.collection
    AND predictions.model_name = runs.model_name AND predictions.model_version = runs.model_version
    AND predictions.rank = 1
WHERE runs.run_id = $run_id;
