-- Which classified works has a run that are familiar to its model, what did it decide, in which groups are they, and was the likeliest topic right where that is known? A review counts before the answer of an audit, and that before the museum's own topics; disputed reviews do not count.
WITH learnt AS (
    SELECT DISTINCT sha256 FROM training_works SEMI JOIN (SELECT * FROM runs WHERE run_id = $run_id) AS runs USING (model_name, model_version)
), vocabulary AS (
    SELECT list(topic_id::VARCHAR) AS topics FROM run_topics WHERE run_id = $run_id
)
SELECT
    predicted.artwork_id, predicted.sha256, predicted.topic_id, predicted.confidence, predicted.ood_score,
    predicted.model_status = 'sure' AS sure, learnt.sha256 IS NOT NULL AS learnt,
    predicted.date_earliest, predicted.date_latest, predicted.venue, predicted.medium, predicted.artist,
    predicted.width, predicted.height,
    CASE
        WHEN reviews.topic_ids IS NOT NULL THEN list_contains(reviews.topic_ids, predicted.topic_id)
        WHEN answers.topics IS NOT NULL THEN list_contains(answers.topics, predicted.topic_id)
        WHEN answers.predicted_topic_id = predicted.topic_id THEN answers.correct
        WHEN list_has_any(predicted.given_topics, vocabulary.topics) THEN list_contains(predicted.given_topics, predicted.topic_id)
    END AS correct,
    coalesce(reviews.topic_ids IS NOT NULL AND reviews.source = 'page', false) AS chosen  -- people saw doubtful works first
FROM artwork_topics AS predicted
CROSS JOIN vocabulary
LEFT JOIN learnt ON learnt.sha256 = predicted.sha256
LEFT JOIN current_reviews AS reviews
    ON reviews.collection = predicted.collection AND reviews.artwork_id = predicted.artwork_id
    AND reviews.sha256 = predicted.sha256
LEFT JOIN audit_answers AS answers
    ON answers.collection = predicted.collection AND answers.artwork_id = predicted.artwork_id
    AND answers.sha256 = predicted.sha256
WHERE predicted.run_id = $run_id AND predicted.artwork_id > $after AND predicted.artwork_id <= $until AND predicted.topic_id IS NOT NULL
    AND predicted.model_status <> 'unfamiliar'  -- such works are never sure, so no promise is made of them
ORDER BY predicted.artwork_id;
