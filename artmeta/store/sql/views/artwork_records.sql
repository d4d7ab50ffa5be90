-- What does each run say of each artwork, and where does every word of it come from? One row a run and artwork.
CREATE OR REPLACE VIEW artwork_records AS
SELECT
    said.* EXCLUDE (outcome, reason, path, score),
    CASE
        WHEN said.topic_id IS NOT NULL THEN 'classified'
        WHEN said.outcome IS NULL THEN 'no_image'
        ELSE said.outcome
    END AS status,
    coalesce(said.reason, '') AS reason,
    images.url AS image_url, images.rights AS image_rights,
    said.score AS topic_score,
    topics.label AS topic_label, topics.links AS topic_links, second.label AS second_topic_label,
    coalesce(doubts.flags, []) AS flags,
    models.digest AS model_digest, models.backbone, models.vocabulary, models.vocabulary_version,
    runs.code_version, runs.config_digest, runs.started_at AS run_started_at
FROM artwork_topics AS said
JOIN runs ON runs.run_id = said.run_id
LEFT JOIN models ON models.name = said.model_name AND models.version = said.model_version
LEFT JOIN images
    ON images.collection = said.collection AND images.artwork_id = said.artwork_id AND images.position = 0
LEFT JOIN topics
    ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
    AND topics.topic_id = said.topic_id
LEFT JOIN topics AS second
    ON second.vocabulary = models.vocabulary AND second.version = models.vocabulary_version
    AND second.topic_id = said.second_topic_id
LEFT JOIN (
    SELECT run_id, subject, list(kind ORDER BY kind) AS flags FROM flags GROUP BY run_id, subject
) AS doubts ON doubts.run_id = said.run_id AND doubts.subject = said.artwork_id;
