-- What do models predict of works of one collection that may be exported? Of a withdrawn work, what a person decided on.
SELECT * FROM predictions
WHERE collection = $collection AND artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
) AND (
    NOT EXISTS (
        FROM withdrawn_works AS withdrawn
        WHERE withdrawn.collection = predictions.collection AND withdrawn.artwork_id = predictions.artwork_id
            AND withdrawn.model_name = predictions.model_name AND withdrawn.model_version = predictions.model_version
    )
    OR EXISTS (
        FROM reviewed_topics AS reviewed
        WHERE reviewed.collection = predictions.collection AND reviewed.artwork_id = predictions.artwork_id
            AND reviewed.topic_id = predictions.topic_id
            AND (predictions.rank = 1 OR reviewed.review_status <> 'human-rejected')
    )
    OR (predictions.rank = 1 AND EXISTS (
        FROM current_reviews AS reviews
        WHERE reviews.collection = predictions.collection AND reviews.artwork_id = predictions.artwork_id
            AND reviews.sha256 = predictions.sha256
    ))
);
