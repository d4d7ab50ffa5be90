-- How many works were used to train or evaluate a model in a run, and how many belong to a model that was trained before?
SELECT
    count(*) FILTER (models.run_id = $run_id) AS done,
    count(*) FILTER (models.run_id IS DISTINCT FROM $run_id) AS skipped,
    0 AS failed
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN training_works ON training_works.model_name = models.name AND training_works.model_version = models.version
WHERE runs.run_id = $run_id;
