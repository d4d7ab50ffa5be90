-- What have people decided about each reviewed work? Reviewers whose topics differ make it `disputed`, and topic_ids NULL.
CREATE OR REPLACE VIEW current_reviews AS
SELECT
    collection, artwork_id,
    CASE
        WHEN count(DISTINCT topic_ids) > 1 THEN 'disputed'
        WHEN len(any_value(topic_ids)) = 0 THEN 'human-rejected'
        WHEN bool_or(action = 'accept') THEN 'human-approved'
        ELSE 'human'
    END AS review_status,
    CASE WHEN count(DISTINCT topic_ids) = 1 THEN any_value(topic_ids) END AS topic_ids,
    list(reviewer ORDER BY number) AS reviewers,
    max(decided_at) AS reviewed_at,
    arg_max(sha256, number) AS sha256,  -- the picture that was shown last; the work may have another one now
    arg_max(source, number) AS source
FROM standing_reviews
GROUP BY collection, artwork_id;
