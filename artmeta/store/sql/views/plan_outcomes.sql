-- What was found of each work of each plan? `outcome` is right, wrong, skipped or disputed; NULL where nobody has reviewed the picture.
CREATE OR REPLACE VIEW plan_outcomes AS
WITH skipped AS (
    SELECT collection, artwork_id, sha256, list(DISTINCT reviewer) AS reviewers FROM reviews
    WHERE action = 'skip' AND review_id NOT IN (SELECT undoes FROM reviews WHERE action = 'undo')
    GROUP BY ALL
)
SELECT
    planned.*,
    CASE
        WHEN reviewed.review_status = 'disputed' THEN 'disputed'
        WHEN list_contains(reviewed.topic_ids, planned.topic_id) THEN 'right'
        WHEN reviewed.topic_ids IS NOT NULL THEN 'wrong'
        WHEN list_contains(answers.topics, planned.topic_id) THEN 'right'
        WHEN answers.topics IS NOT NULL THEN 'wrong'
        WHEN answers.predicted_topic_id = planned.topic_id AND answers.correct THEN 'right'
        WHEN answers.predicted_topic_id = planned.topic_id AND NOT answers.correct THEN 'wrong'
        WHEN skipped.reviewers IS NOT NULL THEN 'skipped'
    END AS outcome,
    CASE
        WHEN reviewed.reviewers IS NOT NULL THEN reviewed.reviewers
        WHEN answers.answered_by <> '' AND (answers.correct IS NOT NULL OR answers.topics IS NOT NULL)
            THEN [answers.answered_by]
        ELSE coalesce(skipped.reviewers, [])
    END AS reviewers
FROM review_plan_works AS planned
LEFT JOIN current_reviews AS reviewed
    ON reviewed.collection = planned.collection AND reviewed.artwork_id = planned.artwork_id
    AND reviewed.sha256 = planned.sha256
LEFT JOIN audit_answers AS answers
    ON answers.collection = planned.collection AND answers.artwork_id = planned.artwork_id
    AND answers.sha256 = planned.sha256
LEFT JOIN skipped
    ON skipped.collection = planned.collection AND skipped.artwork_id = planned.artwork_id
    AND skipped.sha256 = planned.sha256;
