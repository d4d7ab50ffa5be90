-- Which works did a run classify, with which outcome, what is known of their topics and from where, and which groups are they in? Works of the model's training have their out-of-fold prediction, and no known topic without one.
WITH model AS (
    SELECT runs.model_name, runs.model_version, models.card
    FROM runs
    JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    WHERE runs.run_id = $run_id
), out_of_fold AS (
    SELECT sha256, arg_min(topic_id, (-confidence, topic_id)) AS topic_id, max(confidence) AS confidence
    FROM out_of_fold_confidences SEMI JOIN model USING (model_name, model_version)
    GROUP BY sha256
), trained AS (
    SELECT sha256, list(DISTINCT topic_id) AS topics, bool_or(split = 'training') AS learnt, bool_or(rejected) AS rejected
    FROM training_works SEMI JOIN model USING (model_name, model_version)
    JOIN training_rejections USING (model_name, model_version, sha256, topic_id)
    GROUP BY sha256
), vocabulary AS (
    SELECT list(topic_id::VARCHAR) AS topics FROM run_topics WHERE run_id = $run_id
), predicted AS (
    SELECT
        works.*, list_intersect(works.given_topics, (SELECT topics FROM vocabulary)) AS usable_topics, trained.topics AS trained_topics, trained.learnt, out_of_fold.confidence AS unseen_confidence,
        coalesce(out_of_fold.topic_id, works.topic_id) AS predicted_topic,
        coalesce(out_of_fold.confidence, works.confidence) AS predicted_confidence,
        CASE
            WHEN out_of_fold.topic_id IS NULL OR works.decision_status = 'unfamiliar' THEN works.decision_status
            WHEN trained.rejected THEN 'unfamiliar'
            WHEN CAST((SELECT card FROM model) -> '$.calibration.thresholds' AS MAP(VARCHAR, DOUBLE)) IS NULL THEN NULL
            WHEN out_of_fold.confidence >= CAST(
                (SELECT card FROM model) -> '$.calibration.thresholds' AS MAP(VARCHAR, DOUBLE)
            )[out_of_fold.topic_id] THEN 'sure'
            ELSE 'unsure'
        END AS predicted_status
    FROM artwork_topics AS works
    LEFT JOIN trained ON trained.sha256 = works.sha256
    LEFT JOIN out_of_fold ON out_of_fold.sha256 = works.sha256 AND trained.sha256 IS NOT NULL
    WHERE works.run_id = $run_id AND works.artwork_id > $after AND works.artwork_id <= $until
), known AS (
    SELECT
        predicted.*, answers.correct AS answered,
        CASE
            WHEN predicted.learnt AND predicted.unseen_confidence IS NULL THEN NULL
            WHEN reviewed.topic_ids IS NOT NULL THEN 'review'
            WHEN answers.topics IS NOT NULL OR (answers.correct IS NOT NULL AND answers.predicted_topic_id = predicted.predicted_topic)
                THEN 'audit'
            WHEN truth.artwork_id IS NOT NULL THEN 'ground_truth'
            WHEN predicted.trained_topics IS NOT NULL THEN 'training'
            WHEN len(predicted.usable_topics) > 0 THEN 'given'
        END AS known_from,
        CASE known_from
            WHEN 'review' THEN reviewed.topic_ids
            WHEN 'audit' THEN answers.topics
            WHEN 'ground_truth' THEN list_filter([truth.topic_id], lambda topic: topic <> '')
            WHEN 'training' THEN predicted.trained_topics
            WHEN 'given' THEN predicted.usable_topics
        END AS topics
    FROM predicted
    LEFT JOIN current_reviews AS reviewed
        ON reviewed.collection = predicted.collection AND reviewed.artwork_id = predicted.artwork_id
        AND reviewed.sha256 = predicted.sha256
    LEFT JOIN audit_answers AS answers
        ON answers.collection = predicted.collection AND answers.artwork_id = predicted.artwork_id
        AND answers.sha256 = predicted.sha256
    LEFT JOIN ground_truth AS truth
        ON truth.collection = predicted.collection AND truth.artwork_id = predicted.artwork_id
    WHERE predicted.predicted_topic IS NOT NULL
)
SELECT
    known.artwork_id, known.artist, known.artist_gender, known.venue, known.medium, known.date_earliest, known.date_latest,
    known.width, known.height, known.trained_topics IS NOT NULL AS trained,
    known.predicted_topic AS topic_id, known.predicted_confidence AS confidence, known.predicted_status AS status,
    coalesce(known.known_from, '') AS source,
    CASE
        WHEN known.known_from IS NULL THEN NULL
        WHEN known.topics IS NULL THEN known.answered
        ELSE list_contains(known.topics, known.predicted_topic)
    END AS correct,
    CASE
        WHEN list_contains(known.topics, known.predicted_topic) THEN known.predicted_topic
        ELSE list_sort(known.topics)[1]
    END AS known_topic,
    seen.brightness, seen.contrast, seen.sharpness, seen.saturation, seen.border_red, seen.border_green, seen.border_blue
FROM known
LEFT JOIN image_properties AS seen ON seen.sha256 = known.sha256
ORDER BY known.artwork_id;
