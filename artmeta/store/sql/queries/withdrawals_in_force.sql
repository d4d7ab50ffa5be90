-- Which withdrawals of a collection are in force?
FROM withdrawals WHERE collection = $collection AND restored_at IS NULL
ORDER BY withdrawn_at, withdrawn_run_id, model_name, model_version;
