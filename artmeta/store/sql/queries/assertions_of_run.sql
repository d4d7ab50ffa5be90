-- Which topics does a run assert of each artwork, and with which provenance? A human's rejections are among them.
SELECT * FROM assertions
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
    AND NOT EXISTS (
        FROM refusals WHERE refusals.collection = assertions.collection
            AND refusals.artwork_id = assertions.artwork_id AND refusals.use = 'exported'
    )
ORDER BY artwork_id, rank, topic_id;
