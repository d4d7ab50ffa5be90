-- Which withdrawals are taken back? Those of one run, or of one model, that are in force.
UPDATE withdrawals SET restored_at = $now
WHERE collection = $collection AND restored_at IS NULL
    AND withdrawn_run_id = $run_id AND model_name = $model_name;
