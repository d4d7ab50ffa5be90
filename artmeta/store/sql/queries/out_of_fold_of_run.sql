-- What are the out-of-fold confidences of the training works of a run's model, and does it reject a work out of fold?
SELECT
    kept.sha256 || '|' || kept.given_topic_id AS item, kept.given_topic_id, kept.topic_id, kept.confidence,
    coalesce(trained.rejected, false) AS rejected
FROM runs
JOIN out_of_fold_confidences AS kept
    ON kept.model_name = runs.model_name AND kept.model_version = runs.model_version
LEFT JOIN training_rejections AS trained
    ON trained.model_name = kept.model_name AND trained.model_version = kept.model_version
    AND trained.sha256 = kept.sha256 AND trained.topic_id = kept.given_topic_id
WHERE runs.run_id = $run_id
ORDER BY item, kept.topic_id;
