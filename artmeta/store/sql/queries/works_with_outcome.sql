-- What came of the picture of each work, and why? The outcome is NULL where the source shows no picture.
SELECT artwork_id, title, outcome, reason, topic_id FROM artwork_topics WHERE run_id = $run_id ORDER BY artwork_id;
