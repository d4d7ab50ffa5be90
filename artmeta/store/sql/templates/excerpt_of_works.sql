-- Which rows are about works of one collection that may be exported?
SELECT * FROM {table}
WHERE collection = $collection AND artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
);
