-- What was decided on each classified work, and what is its out-of-distribution score?
SELECT
    artwork_id, title, coalesce(topic_label, topic_id) AS topic_label, confidence, decision_status, decision_reason, confidence_threshold,
    ood_score, ood_threshold, none_score, none_limit
FROM artwork_records
WHERE run_id = $run_id AND decision_status IS NOT NULL
ORDER BY artwork_id;
