-- Which model did a run use, and what does its card say?
SELECT models.name, models.version, models.digest, models.backbone, models.vocabulary, models.vocabulary_version, models.card,
    (SELECT list({'id': topic_id, 'label': topic_label}) FROM run_topics WHERE run_topics.run_id = $run_id) AS labels
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
WHERE runs.run_id = $run_id;
