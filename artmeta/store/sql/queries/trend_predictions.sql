-- How confident is a run of every topic for every artwork it counts over time? Works of the model's training have their out-of-fold confidence or, where there is none, their given topics.
WITH model AS (
    SELECT model_name, model_version FROM runs WHERE run_id = $run_id
), out_of_fold AS (
    SELECT sha256, topic_id, avg(confidence) AS confidence
    FROM out_of_fold_confidences SEMI JOIN model USING (model_name, model_version)
    GROUP BY ALL
), trained AS (
    SELECT sha256, list(DISTINCT topic_id) AS topics
    FROM training_works SEMI JOIN model USING (model_name, model_version)
    WHERE topic_id <> ''  -- works that show none of the topics
    GROUP BY ALL
)
SELECT
    predicted.artwork_id, predicted.topic_id,
    CASE
        WHEN out_of_fold.confidence IS NOT NULL THEN out_of_fold.confidence
        WHEN trained.topics IS NOT NULL THEN list_contains(trained.topics, predicted.topic_id)::INTEGER / len(trained.topics)
        ELSE predicted.confidence
    END AS confidence
FROM artwork_confidences AS predicted
LEFT JOIN out_of_fold ON out_of_fold.sha256 = predicted.sha256 AND out_of_fold.topic_id = predicted.topic_id
LEFT JOIN trained ON trained.sha256 = predicted.sha256
WHERE predicted.run_id = $run_id AND predicted.artwork_id > $after AND predicted.artwork_id <= $until
ORDER BY predicted.artwork_id, predicted.topic_id;
