-- How many rows of a table are results of these runs?
SELECT count(*) FROM {table} WHERE list_contains($runs::VARCHAR[], run_id);
