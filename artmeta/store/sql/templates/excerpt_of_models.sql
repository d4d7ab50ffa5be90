-- Which rows describe the models that one collection's runs used?
SELECT * FROM {table}
WHERE (model_name, model_version) IN (SELECT (model_name, model_version) FROM runs WHERE collection = $collection);
