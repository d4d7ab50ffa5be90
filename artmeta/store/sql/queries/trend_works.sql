-- Which artworks does a run count over time, with their dates, decisions and columns for groups, and the topic given by the museum or by a person who checked it, where there is one? A work of the model's training is sure only if it is so out of fold.
WITH out_of_fold AS (
    SELECT
        scored.sha256,
        max(scored.confidence) >= CAST(any_value(models.card) -> '$.calibration.thresholds' AS MAP(VARCHAR, DOUBLE))[
            arg_min(scored.topic_id, (-scored.confidence, scored.topic_id))
        ] AND NOT coalesce(bool_or(trained.rejected), false) AS sure
    FROM runs
    JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    JOIN out_of_fold_confidences AS scored
        ON scored.model_name = runs.model_name AND scored.model_version = runs.model_version
    LEFT JOIN training_rejections AS trained
        ON trained.model_name = scored.model_name AND trained.model_version = scored.model_version
        AND trained.sha256 = scored.sha256 AND trained.topic_id = scored.given_topic_id
    WHERE runs.run_id = $run_id
    GROUP BY scored.sha256
)
SELECT
    predicted.artwork_id, predicted.artist, predicted.artist_gender, predicted.venue, predicted.donor, predicted.medium, predicted.rights,
    predicted.date_earliest, predicted.date_latest, predicted.date_status,
    CASE
        WHEN predicted.decision_status = 'sure' AND NOT out_of_fold.sure THEN 'unsure'
        ELSE predicted.decision_status
    END AS decision_status, predicted.promise,
    CASE
        WHEN labelled.training_split <> '' THEN ''
        WHEN len(reviewed.topic_ids) = 1 THEN reviewed.topic_ids[1]
        WHEN len(answers.topics) = 1 THEN answers.topics[1]
        WHEN len(predicted.given_topics) = 1 AND labelled.training_split = '' THEN predicted.given_topics[1]
        ELSE ''
    END AS given_topic
FROM artwork_topics AS predicted
LEFT JOIN labelled_works AS labelled ON labelled.run_id = predicted.run_id AND labelled.artwork_id = predicted.artwork_id
LEFT JOIN out_of_fold ON out_of_fold.sha256 = predicted.sha256
LEFT JOIN audit_answers AS answers
    ON answers.collection = predicted.collection AND answers.artwork_id = predicted.artwork_id
    AND answers.sha256 = predicted.sha256 AND answers.representative
LEFT JOIN current_reviews AS reviewed
    ON reviewed.collection = predicted.collection AND reviewed.artwork_id = predicted.artwork_id
    AND reviewed.sha256 = predicted.sha256 AND $with_reviews::BOOLEAN
WHERE predicted.run_id = $run_id AND predicted.artwork_id > $after AND predicted.artwork_id <= $until
ORDER BY predicted.artwork_id;
