-- What are the out-of-fold confidences of the training works of a run's model?
SELECT kept.sha256 || '|' || kept.given_topic_id AS item, kept.given_topic_id, kept.topic_id, kept.confidence
FROM runs
JOIN out_of_fold_confidences AS kept
    ON kept.model_name = runs.model_name AND kept.model_version = runs.model_version
WHERE runs.run_id = $run_id
ORDER BY item, kept.topic_id;
