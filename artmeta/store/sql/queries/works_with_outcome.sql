-- What is the outcome of fetching the picture of each work, and why? NULL where the source has no picture.
SELECT artwork_id, title, outcome, reason, topic_id FROM artwork_topics WHERE run_id = $run_id ORDER BY artwork_id;
