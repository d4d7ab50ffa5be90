-- How confident is a run of every topic for every artwork? One row an artwork and topic, likeliest first.
SELECT
    artwork_id, topic_id AS topic, label AS topic_label, confidence, score, rank, sha256 AS image_sha256,
    collection, model_name, model_version, run_id
FROM artwork_confidences
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
    AND NOT EXISTS (
        FROM refusals WHERE refusals.collection = artwork_confidences.collection
            AND refusals.artwork_id = artwork_confidences.artwork_id AND refusals.use = 'exported'
    )
ORDER BY artwork_id, rank;
