-- What is the newest evaluation of a run's model?
SELECT evaluations.result,
    (SELECT list({'id': topic_id, 'label': topic_label}) FROM run_topics WHERE run_topics.run_id = $run_id) AS labels
FROM runs
JOIN evaluations ON evaluations.model_name = runs.model_name AND evaluations.model_version = runs.model_version
WHERE runs.run_id = $run_id
ORDER BY evaluations.evaluated_at DESC
LIMIT 1;
