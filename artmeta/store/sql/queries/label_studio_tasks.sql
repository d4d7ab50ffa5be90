-- Which classified works of a run may be shown to annotators, what does its model predict for each, and which topics does it know?
WITH vocabulary AS (
    SELECT to_json(list({id: topics.topic_id, label: coalesce(topics.label, topics.topic_id)} ORDER BY topics.position)) AS topics
    FROM runs
    JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    JOIN topics ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
    WHERE runs.run_id = $run_id
), planned AS (
    SELECT artwork_id, sha256, position FROM review_plan_works
    WHERE plan_id = (
        SELECT plan_id FROM review_plans WHERE collection = (SELECT collection FROM runs WHERE run_id = $run_id)
        ORDER BY created_at DESC, plan_id LIMIT 1
    )
)
SELECT
    works.collection, works.artwork_id, works.title, works.artist, works.date_text, works.url,
    images.url AS image_url, works.path, works.sha256 AS image_sha256,
    CASE WHEN len(works.sure_topics) > 0 THEN works.sure_topics ELSE [works.topic_id] END AS shown_topics,
    works.confidence, coalesce(works.decision_status, '') AS status,
    planned.position AS plan_position, coalesce(reviewed.review_status, '') AS review_status,
    works.run_id, works.model_name, works.model_version, models.digest AS model_digest,
    vocabulary.topics AS vocabulary
FROM artwork_topics AS works
CROSS JOIN vocabulary
JOIN models ON models.name = works.model_name AND models.version = works.model_version
JOIN images ON images.collection = works.collection AND images.artwork_id = works.artwork_id AND images.position = 0
LEFT JOIN planned ON planned.artwork_id = works.artwork_id AND planned.sha256 = works.sha256
LEFT JOIN current_reviews AS reviewed
    ON reviewed.collection = works.collection AND reviewed.artwork_id = works.artwork_id
    AND reviewed.sha256 = works.sha256
WHERE works.run_id = $run_id AND works.topic_id IS NOT NULL AND works.artwork_id > $after AND works.artwork_id <= $until
    AND NOT EXISTS (
        FROM refusals WHERE refusals.collection = works.collection AND refusals.artwork_id = works.artwork_id
            AND refusals.use IN ('exported', 'shown')
    )
ORDER BY works.artwork_id;
