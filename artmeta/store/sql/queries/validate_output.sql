-- What does a run's model predict for each work with a readable picture? topic_id is NULL for a work without a prediction.
SELECT images.artwork_id, predictions.topic_id, predictions.score, predictions.confidence, predictions.rank
FROM runs
JOIN images ON images.collection = runs.collection
JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
LEFT JOIN predictions
    ON predictions.collection = images.collection AND predictions.artwork_id = images.artwork_id
    AND predictions.sha256 = images.sha256
    AND predictions.model_name = runs.model_name AND predictions.model_version = runs.model_version
WHERE runs.run_id = $run_id AND artworks.gone_run_id IS NULL AND images.position = 0 AND images.outcome = 'ok'
    AND NOT EXISTS (
        FROM issues WHERE issues.collection = images.collection AND issues.artwork_id = images.artwork_id
        AND issues.step = 'embed'
    )
ORDER BY images.artwork_id, predictions.rank;
