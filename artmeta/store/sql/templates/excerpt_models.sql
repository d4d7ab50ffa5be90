-- Which models did one collection's runs use?
SELECT * FROM models
WHERE (name, version) IN (SELECT (model_name, model_version) FROM runs WHERE collection = $collection);
