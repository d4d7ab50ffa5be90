-- How confident is a run of every topic for the works after $after and until $until?
SELECT artwork_id, topic_id, confidence FROM artwork_confidences
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
ORDER BY artwork_id, topic_id;
