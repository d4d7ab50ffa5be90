-- On which works was the model of a run trained, what is recorded of them, and what was predicted out of fold?
WITH scored AS (
    SELECT
        out_of_fold.sha256, out_of_fold.given_topic_id, arg_min(out_of_fold.topic_id, (-out_of_fold.confidence, out_of_fold.topic_id)) AS topic_id,
        max(out_of_fold.confidence) AS confidence
    FROM runs
    JOIN out_of_fold_confidences AS out_of_fold
        ON out_of_fold.model_name = runs.model_name AND out_of_fold.model_version = runs.model_version
    WHERE runs.run_id = $run_id
    GROUP BY out_of_fold.sha256, out_of_fold.given_topic_id
), recorded AS (  -- a picture may stand in several collections
    SELECT
        images.sha256, images.artwork_id, min(artworks.artist) AS artist, min(artworks.venue) AS venue,
        min(artworks.date_earliest) AS date_earliest, min(artworks.date_latest) AS date_latest,
        min(images.width) AS width, min(images.height) AS height
    FROM images
    JOIN artworks USING (collection, artwork_id)
    WHERE images.position = 0 AND images.sha256 IS NOT NULL
    GROUP BY images.sha256, images.artwork_id
)
SELECT
    trained.artwork_id, trained.sha256, trained.topic_id, coalesce(recorded.artist, '') AS artist,
    coalesce(recorded.venue, '') AS venue, recorded.date_earliest, recorded.date_latest, recorded.width, recorded.height,
    scored.topic_id AS predicted_topic, scored.confidence,
    seen.brightness, seen.sharpness, seen.saturation, seen.border_red, seen.border_green, seen.border_blue
FROM runs
JOIN training_works AS trained
    ON trained.model_name = runs.model_name AND trained.model_version = runs.model_version
LEFT JOIN scored ON scored.sha256 = trained.sha256 AND scored.given_topic_id = trained.topic_id
LEFT JOIN recorded ON recorded.sha256 = trained.sha256 AND recorded.artwork_id = trained.artwork_id
LEFT JOIN image_properties AS seen ON seen.sha256 = trained.sha256
WHERE runs.run_id = $run_id
ORDER BY trained.sha256, trained.topic_id;
