-- What did a run find for each artwork, with all provenance?
SELECT * FROM artwork_records
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
    AND NOT EXISTS (
        FROM refusals WHERE refusals.collection = artwork_records.collection
            AND refusals.artwork_id = artwork_records.artwork_id AND refusals.use = 'exported'
    )
ORDER BY artwork_id;
