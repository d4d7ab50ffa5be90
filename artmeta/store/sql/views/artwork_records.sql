-- What did each run find for each artwork, with the provenance of every value? One row a run and artwork.
CREATE OR REPLACE VIEW artwork_records AS
SELECT
    predicted.* EXCLUDE (outcome, reason, path, score, withdrawn),
    CASE
        WHEN predicted.topic_id IS NOT NULL THEN 'classified'
        WHEN predicted.withdrawn THEN 'withdrawn'
        WHEN predicted.outcome IS NULL THEN 'no_image'
        ELSE predicted.outcome
    END AS status,
    coalesce(predicted.reason, '') AS reason,
    images.url AS image_url, images.rights AS image_rights,
    predicted.score AS topic_score,
    topics.label AS topic_label, topics.links AS topic_links, second.label AS second_topic_label,
    topics.broad_links AS topic_broad_links, topics.narrow_links AS topic_narrow_links,
    CASE
        WHEN predicted.topic_id IS NULL THEN NULL
        ELSE coalesce(reviewed.review_status, CASE WHEN same.artwork_id IS NOT NULL THEN 'human-rejected' END, 'machine')
    END AS topic_origin,
    coalesce(human.topics, []) AS human_topics,
    array_to_string(human.reviewers, ', ') AS reviewed_by, human.reviewed_at,
    coalesce(flagged.flags, []) AS flags,
    models.digest AS model_digest, models.training_data_digest,
    models.backbone, models.vocabulary, models.vocabulary_version,
    runs.code_version, runs.config_digest, runs.started_at AS run_started_at
FROM artwork_topics AS predicted
JOIN runs ON runs.run_id = predicted.run_id
LEFT JOIN (  -- each card is read once: it may be long
    SELECT * EXCLUDE (card), card ->> 'data_digest' AS training_data_digest FROM models
) AS models ON models.name = predicted.model_name AND models.version = predicted.model_version
LEFT JOIN images
    ON images.collection = predicted.collection AND images.artwork_id = predicted.artwork_id AND images.position = 0
LEFT JOIN topics
    ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
    AND topics.topic_id = predicted.topic_id
LEFT JOIN topics AS second
    ON second.vocabulary = models.vocabulary AND second.version = models.vocabulary_version
    AND second.topic_id = predicted.second_topic_id
LEFT JOIN (
    SELECT run_id, subject, list(kind ORDER BY kind) AS flags FROM flags GROUP BY run_id, subject
) AS flagged ON flagged.run_id = predicted.run_id AND flagged.subject = predicted.artwork_id
LEFT JOIN reviewed_topics AS reviewed
    ON reviewed.collection = predicted.collection AND reviewed.artwork_id = predicted.artwork_id
    AND reviewed.topic_id = predicted.topic_id
LEFT JOIN current_reviews AS same
    ON same.collection = predicted.collection AND same.artwork_id = predicted.artwork_id AND same.sha256 = predicted.sha256
LEFT JOIN (
    SELECT
        current_reviews.collection, current_reviews.artwork_id, current_reviews.reviewers, current_reviews.reviewed_at,
        (
            SELECT list(topic_id ORDER BY topic_id) FROM reviewed_topics
            WHERE reviewed_topics.collection = current_reviews.collection
                AND reviewed_topics.artwork_id = current_reviews.artwork_id
                AND reviewed_topics.review_status IN ('human-approved', 'human')
        ) AS topics
    FROM current_reviews
) AS human ON human.collection = predicted.collection AND human.artwork_id = predicted.artwork_id;
