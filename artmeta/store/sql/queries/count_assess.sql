-- How many flags did a run raise?
SELECT count(*) AS done, 0 AS skipped, 0 AS failed FROM flags WHERE run_id = $run_id;
