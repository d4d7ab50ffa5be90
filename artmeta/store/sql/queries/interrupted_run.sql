-- Which run of the same collection file, code and model was begun and not finished?
SELECT run_id
FROM runs
WHERE collection = $collection AND config_digest = $config_digest AND code_version = $code_version
    AND model_name IS NOT DISTINCT FROM $model_name AND model_version IS NOT DISTINCT FROM $model_version
    AND status IN ('running', 'failed')
ORDER BY number DESC
LIMIT 1;
