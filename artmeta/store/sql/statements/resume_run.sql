-- Which interrupted run is taken up again?
UPDATE runs SET status = 'running', resumed = resumed + 1, finished_at = NULL WHERE run_id = $run_id;
