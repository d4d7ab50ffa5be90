-- From which pictures did the model of a run learn which topics, and which were held out? Their digests, not their works.
SELECT
    training.sha256, training.topic_id, training.split,
    models.name AS model_name, models.version AS model_version, models.card ->> 'data_digest' AS training_data_digest
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN training_works AS training
    ON training.model_name = models.name AND training.model_version = models.version
WHERE runs.run_id = $run_id
ORDER BY training.split, training.topic_id, training.sha256;
