-- Which rows speak of one collection's works that its rights allow to be exported?
INSERT INTO {target}.{table} BY NAME SELECT * FROM {table}
WHERE collection = $collection AND artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
);
