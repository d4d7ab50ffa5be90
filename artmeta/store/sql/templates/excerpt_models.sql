-- Which models did one collection's runs use?
CREATE TABLE {target}.main.{table} AS SELECT * FROM models
WHERE (name, version) IN (SELECT (model_name, model_version) FROM runs WHERE collection = $collection);
