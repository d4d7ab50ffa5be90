-- Which rows are one collection's?
INSERT INTO {target}.{table} BY NAME SELECT * FROM {table} WHERE collection = $collection;
