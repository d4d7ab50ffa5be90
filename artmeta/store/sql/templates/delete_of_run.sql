-- Which rows of a table did a run write before?
DELETE FROM {table} WHERE run_id = $run_id;
