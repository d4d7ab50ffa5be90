-- How sure is each run of every topic for every artwork? One row a run, artwork and topic.
CREATE OR REPLACE VIEW artwork_confidences AS
SELECT runs.run_id, predictions.* EXCLUDE (run_id), topics.label
FROM runs
JOIN predictions
    ON predictions.collection = runs.collection
    AND predictions.model_name = runs.model_name AND predictions.model_version = runs.model_version
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
LEFT JOIN topics
    ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
    AND topics.topic_id = predictions.topic_id;
