-- What did a model predict and decide of each work of a collection? `digest` stands for all its scores and confidences.
SELECT
    decisions.artwork_id, decisions.sha256, decisions.run_id, decisions.status, decisions.ood_score,
    array_to_string(decisions.topics, '|') AS sure_topics,
    arg_min(predictions.topic_id, predictions.rank) AS topic_id, min_by(predictions.confidence, predictions.rank) AS confidence,
    hash(list((predictions.topic_id, predictions.score, predictions.confidence, predictions.rank) ORDER BY predictions.topic_id))
        AS digest
FROM decisions JOIN predictions USING (collection, artwork_id, model_name, model_version, sha256)
WHERE decisions.collection = $collection
    AND decisions.model_name = $model_name AND decisions.model_version = $model_version
GROUP BY ALL
ORDER BY decisions.artwork_id;
