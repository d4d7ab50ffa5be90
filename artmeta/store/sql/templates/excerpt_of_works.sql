-- Which rows speak of one collection's works that its rights allow to be exported?
CREATE TABLE {target}.main.{table} AS SELECT * FROM {table}
WHERE collection = $collection AND artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
);
