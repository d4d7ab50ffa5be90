-- Which topics does a run's model choose from?
SELECT unnest(CAST(json_extract(models.card, '$.topics') AS VARCHAR[])) AS topic_id
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
WHERE runs.run_id = $run_id;
