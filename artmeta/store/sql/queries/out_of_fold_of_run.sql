-- What did heads that had never seen a work of known topic say of it, for the model of a run?
SELECT kept.sha256 || '|' || kept.given_topic_id AS item, kept.given_topic_id, kept.topic_id, kept.confidence
FROM runs
JOIN out_of_fold_confidences AS kept
    ON kept.model_name = runs.model_name AND kept.model_version = runs.model_version
WHERE runs.run_id = $run_id;
