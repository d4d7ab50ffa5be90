-- Which precision were the thresholds of a run's model chosen for?
SELECT coalesce((models.card ->> '$.calibration.target_precision')::DOUBLE, 0.95) AS target
FROM runs
LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
WHERE runs.run_id = $run_id;
