-- On how many JPEG 2000 pictures was the model of a run trained before this version, which reads all of their boxes?
SELECT models.name AS model_name, models.version AS model_version, count(DISTINCT training_works.sha256) AS works
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN schema_migrations ON schema_migrations.number = 118 AND models.created_at < schema_migrations.applied_at
JOIN training_works
    ON training_works.model_name = runs.model_name AND training_works.model_version = runs.model_version
JOIN images ON images.sha256 = training_works.sha256 AND images.mime = 'image/jp2'
WHERE runs.run_id = $run_id
GROUP BY ALL;
