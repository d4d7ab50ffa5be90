-- Which audit of a model's sure works rests on no answer any more?
DELETE FROM sure_audits WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version;
