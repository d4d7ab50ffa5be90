-- What does a run say of each classified work to the person who reviews it?
SELECT
    predicted.artwork_id, predicted.sha256, predicted.confidence, coalesce(predicted.decision_status, '') AS status,
    CASE WHEN len(predicted.sure_topics) > 0 THEN predicted.sure_topics ELSE [predicted.topic_id] END AS topics,
    predicted.run_id, predicted.model_name, predicted.model_version, models.digest AS model_digest
FROM artwork_topics AS predicted
JOIN models ON models.name = predicted.model_name AND models.version = predicted.model_version
WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL;
