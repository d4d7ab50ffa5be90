-- Does the store know a version of a model, as it does once its training was written down?
SELECT name, version FROM models WHERE name = $model_name AND version = $version;
