-- Which flags concern one collection, and no work of it that must not be exported?
SELECT * FROM flags
WHERE collection = $collection AND subject NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
);
