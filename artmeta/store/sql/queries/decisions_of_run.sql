-- What did the model of a run decide on each classified work, by which thresholds?
SELECT
    artwork_id, topic_id, score, confidence, decision_status AS status, sure_topics, confidence_threshold,
    ood_score, ood_threshold, none_score, none_limit, promise, decision_reason
FROM artwork_topics
WHERE run_id = $run_id AND decision_status IS NOT NULL
ORDER BY artwork_id;
