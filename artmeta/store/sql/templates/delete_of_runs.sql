-- Which rows of a table are results of these runs, to be removed?
DELETE FROM {table} WHERE list_contains($runs::VARCHAR[], run_id);
