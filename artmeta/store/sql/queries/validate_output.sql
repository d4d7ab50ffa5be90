-- What does a run's model predict for each work with a readable picture? topic_id is NULL for a work without a prediction.
-- sure_is_supported: whether confidence, threshold and scores allow a topic that is called sure; NULL where none is.
WITH model AS (
    SELECT
        runs.collection, runs.model_name, runs.model_version,
        (models.card -> '$.calibration.thresholds')::MAP(VARCHAR, DOUBLE) AS thresholds
    FROM runs LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    WHERE runs.run_id = $run_id
)
SELECT
    images.artwork_id, predictions.topic_id, predictions.score, predictions.confidence, predictions.rank,
    CASE
        WHEN decisions.status = 'sure' AND predictions.rank = 1 AND (
            len(decisions.topics) = 0 OR NOT list_has_all(map_keys(model.thresholds), decisions.topics)
        ) THEN false
        WHEN list_contains(decisions.topics, predictions.topic_id) THEN coalesce(
            decisions.status = 'sure'
            AND predictions.confidence >= coalesce(
                model.thresholds[predictions.topic_id], CASE WHEN predictions.rank = 1 THEN decisions.confidence_threshold END
            )
            AND NOT coalesce(decisions.ood_score > decisions.ood_threshold, false)
            AND NOT coalesce(decisions.none_score > decisions.none_limit, false),
            false
        )
    END AS sure_is_supported
FROM model
JOIN images ON images.collection = model.collection
JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
LEFT JOIN predictions
    ON predictions.collection = images.collection AND predictions.artwork_id = images.artwork_id
    AND predictions.sha256 = images.sha256
    AND predictions.model_name = model.model_name AND predictions.model_version = model.model_version
LEFT JOIN decisions
    ON decisions.collection = images.collection AND decisions.artwork_id = images.artwork_id
    AND decisions.sha256 = images.sha256
    AND decisions.model_name = model.model_name AND decisions.model_version = model.model_version
WHERE artworks.gone_run_id IS NULL AND images.position = 0 AND images.outcome = 'ok'
    AND NOT EXISTS (
        FROM issues WHERE issues.collection = images.collection AND issues.artwork_id = images.artwork_id
        AND issues.step = 'embed'
    )
ORDER BY images.artwork_id, predictions.rank;
