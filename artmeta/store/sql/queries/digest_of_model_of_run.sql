-- What is the digest of the model of a run?
SELECT models.digest
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
WHERE runs.run_id = $run_id;
