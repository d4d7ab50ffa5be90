-- Does the store know this version of a model?
SELECT digest FROM models WHERE name = $model_name AND version = $model_version;
