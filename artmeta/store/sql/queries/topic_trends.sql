-- How does each topic's share go over time in a run, for the whole collection and for the groups that were compared?
SELECT * EXCLUDE (run_id) FROM topic_trends WHERE run_id = $run_id ORDER BY grouping, group_name, topic_id, bin_first;
