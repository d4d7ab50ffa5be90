-- How confident is each run of every topic for every artwork? One row a run, artwork and topic.
CREATE OR REPLACE VIEW artwork_confidences AS
SELECT runs.run_id, predictions.* EXCLUDE (run_id), topics.label
FROM runs
JOIN predictions
    ON predictions.collection = runs.collection
    AND predictions.model_name = runs.model_name AND predictions.model_version = runs.model_version
JOIN artworks
    ON artworks.collection = predictions.collection AND artworks.artwork_id = predictions.artwork_id
    AND artworks.gone_run_id IS NULL
JOIN images  -- a prediction of a picture that was replaced does not hold for the new one
    ON images.collection = predictions.collection AND images.artwork_id = predictions.artwork_id
    AND images.position = 0 AND images.sha256 = predictions.sha256
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
LEFT JOIN topics
    ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
    AND topics.topic_id = predictions.topic_id
ANTI JOIN withdrawn_works AS withdrawn
    ON withdrawn.collection = predictions.collection AND withdrawn.artwork_id = predictions.artwork_id
    AND withdrawn.model_name = predictions.model_name AND withdrawn.model_version = predictions.model_version;
