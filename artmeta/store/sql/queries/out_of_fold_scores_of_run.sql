-- What are the out-of-fold OOD scores of the training works of a run's model? NULL where a work was not scored.
SELECT trained.sha256 || '|' || trained.topic_id AS item, max(trained.ood_score) AS ood_score
FROM runs
JOIN training_works AS trained ON trained.model_name = runs.model_name AND trained.model_version = runs.model_version
WHERE runs.run_id = $run_id
GROUP BY item
ORDER BY item;
