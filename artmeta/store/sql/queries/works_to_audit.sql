-- Which classified works has a run, in the random order of a seed, and what did a person answer on them?
SELECT
    predicted.artwork_id, predicted.title, predicted.url, predicted.sha256, predicted.topic_id,
    coalesce(named.topic_label, predicted.topic_id) AS label,
    coalesce(predicted.model_status = 'sure' AND lost.artwork_id IS NULL, false) AS sure,  -- before audits, after promises
    answers.topics, answers.correct AS judged, answers.artwork_id IS NOT NULL AS answered,
    CASE
        WHEN answers.topics IS NOT NULL THEN list_contains(answers.topics, predicted.topic_id)
        WHEN answers.predicted_topic_id = predicted.topic_id THEN answers.correct
    END AS correct
FROM artwork_topics AS predicted
LEFT JOIN run_topics AS named ON named.run_id = predicted.run_id AND named.topic_id = predicted.topic_id
LEFT JOIN audit_answers AS answers
    ON answers.collection = predicted.collection AND answers.artwork_id = predicted.artwork_id
    AND answers.sha256 = predicted.sha256
LEFT JOIN work_promises AS lost
    ON lost.collection = predicted.collection AND lost.artwork_id = predicted.artwork_id AND lost.sha256 = predicted.sha256
    AND lost.model_name = predicted.model_name AND lost.model_version = predicted.model_version AND lost.state = 'lost'
WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL
ORDER BY sha256($seed::VARCHAR || '|' || predicted.artwork_id);
