-- Which rows of a table of results did a run write?
SELECT * EXCLUDE (run_id) FROM {table} WHERE run_id = $run_id ORDER BY ALL;
