-- How many works does a run say each of its topics of, and from how many did its model learn it?
SELECT topic_id, topic_label, works, works_trained FROM run_topics WHERE run_id = $run_id ORDER BY position;
