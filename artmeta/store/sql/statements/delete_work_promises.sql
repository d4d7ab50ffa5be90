-- Which promises of works were of an earlier assessment of the same model?
DELETE FROM work_promises WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version;
