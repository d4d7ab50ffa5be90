-- Which tables hold results of single runs, beside the runs, their steps and their counts, which are their history?
SELECT table_name FROM duckdb_constraints()
WHERE constraint_type = 'PRIMARY KEY' AND constraint_column_names[1] = 'run_id'
    AND table_name NOT IN ('runs', 'step_results', 'run_topic_counts')
ORDER BY table_name;
