-- How confident is a run of every topic for every artwork it counts over time?
SELECT artwork_id, topic_id, confidence
FROM artwork_confidences
WHERE run_id = $run_id;
