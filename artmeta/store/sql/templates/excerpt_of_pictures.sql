-- What was computed from the pictures of one collection's works that may be exported?
SELECT * FROM {table}
WHERE sha256 IN (
    SELECT sha256 FROM images WHERE collection = $collection AND artwork_id NOT IN (
        SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
    )
);
