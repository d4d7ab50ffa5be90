-- How many works have each predicted topic in a run, and how many were in its model's training split?
SELECT topic_id, topic_label, works, works_trained FROM run_topics WHERE run_id = $run_id ORDER BY position;
