-- How many works did a run train a model on (or judge it by), and how many had made the same model before?
SELECT
    count(*) FILTER (models.run_id = $run_id) AS done,
    count(*) FILTER (models.run_id IS DISTINCT FROM $run_id) AS skipped,
    0 AS failed
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN training_works ON training_works.model_name = models.name AND training_works.model_version = models.version
WHERE runs.run_id = $run_id;
