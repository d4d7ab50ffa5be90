-- What is each topic's share over time in a run, for the whole collection and for the groups compared?
SELECT * EXCLUDE (run_id) FROM topic_trends WHERE run_id = $run_id ORDER BY grouping, group_name, topic_id, bin_first;
