-- What did the model say? One row an artwork and topic, as the data checks read it.
SELECT predictions.artwork_id, predictions.topic_id, predictions.score, predictions.confidence, predictions.rank,
    predictions.sha256
FROM runs
JOIN predictions ON predictions.collection = runs.collection
    AND predictions.model_name = runs.model_name AND predictions.model_version = runs.model_version
WHERE runs.run_id = $run_id
ORDER BY predictions.artwork_id, predictions.rank;
