-- In which topics do two groups of a collection differ, in the years in which both have works?
SELECT differences.* EXCLUDE (run_id), coalesce(named.topic_label, differences.topic_id) AS label
FROM trend_differences AS differences
LEFT JOIN run_topics AS named ON named.run_id = differences.run_id AND named.topic_id = differences.topic_id
WHERE differences.run_id = $run_id
ORDER BY differences.grouping, named.position NULLS LAST, differences.topic_id;
