-- Which works of one collection show the same picture, where both may be exported?
SELECT * FROM duplicates
WHERE collection = $collection AND NOT EXISTS (
    FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
        AND refusals.artwork_id IN (duplicates.artwork_id, duplicates.other_artwork_id)
);
