-- Which labels have the topics of a model?
SELECT topics.topic_id, topics.label
FROM models
JOIN topics ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
WHERE models.name = $model_name AND models.version = $model_version AND topics.label <> ''
ORDER BY topics.position, topics.topic_id;
