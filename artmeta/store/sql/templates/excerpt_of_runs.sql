-- Which rows say what one collection's runs did and found?
INSERT INTO {target}.{table} BY NAME SELECT * FROM {table}
WHERE run_id IN (SELECT run_id FROM runs WHERE collection = $collection);
