-- What did the model of a run decide on each classified work, by which thresholds?
SELECT
    artwork_id, topic_id, score, confidence, standing AS status, sure_topics, sure_from,
    strangeness AS ood_score, strange_from AS ood_threshold
FROM artwork_topics
WHERE run_id = $run_id AND standing IS NOT NULL
ORDER BY artwork_id;
