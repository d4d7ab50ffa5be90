-- Does the store know a version of a model whose training was recorded?
SELECT name, version FROM models WHERE name = $model_name AND version = $version;
