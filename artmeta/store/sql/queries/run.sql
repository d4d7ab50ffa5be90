-- What is known of one run?
SELECT * FROM runs WHERE run_id = $run_id;
