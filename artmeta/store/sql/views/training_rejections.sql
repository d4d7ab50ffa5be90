-- Which training works does their model reject out of fold, by its OOD detector or its none class? They are not sure, whatever their confidence.
CREATE OR REPLACE VIEW training_rejections AS
SELECT
    trained.model_name, trained.model_version, trained.sha256, trained.topic_id,
    coalesce(trained.none_score > limits.none_limit OR trained.ood_score > limits.ood_threshold, false) AS rejected
FROM training_works AS trained
JOIN (
    SELECT
        name, version, (card -> '$.calibration.none_class.limit')::DOUBLE AS none_limit,
        (card -> '$.calibration.ood_detector.limit')::DOUBLE AS ood_threshold
    FROM models
) AS limits
    ON limits.name = trained.model_name AND limits.version = trained.model_version;
