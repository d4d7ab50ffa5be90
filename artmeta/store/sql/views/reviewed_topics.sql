-- What have people decided about each topic that was proposed for a reviewed work, or that they added? One row a work and topic.
CREATE OR REPLACE VIEW reviewed_topics AS
WITH named AS (
    SELECT DISTINCT collection, artwork_id, unnest(list_concat(topic_ids, shown_topics)) AS topic_id FROM standing_reviews
)
SELECT
    collection, artwork_id, named.topic_id,
    CASE
        WHEN bool_and(list_contains(topic_ids, named.topic_id))
            THEN CASE WHEN bool_or(list_contains(shown_topics, named.topic_id)) THEN 'human-approved' ELSE 'human' END
        WHEN bool_or(list_contains(topic_ids, named.topic_id)) THEN 'disputed'
        ELSE 'human-rejected'
    END AS review_status,
    list(reviewer ORDER BY number) AS reviewers,
    max(decided_at) AS reviewed_at,
    arg_max(sha256, number) AS sha256,
    arg_max(model_digest, number) AS model_digest,  -- of the model whose proposals were shown last
    arg_max(run_id, number) AS run_id
FROM named
JOIN standing_reviews USING (collection, artwork_id)
GROUP BY collection, artwork_id, named.topic_id;
