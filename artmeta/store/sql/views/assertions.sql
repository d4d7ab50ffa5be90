-- Which topics does each run assert of which artworks, and with which provenance? One row a run, artwork and topic.
CREATE OR REPLACE VIEW assertions AS
WITH cards AS (  -- each card is read once: it may be long
    SELECT
        name, version, digest, vocabulary, vocabulary_version, card ->> 'data_digest' AS training_data_digest,
        (card -> '$.calibration.thresholds')::MAP(VARCHAR, DOUBLE) AS thresholds
    FROM models
)
SELECT
    works.run_id, works.collection, works.artwork_id, said.topic_id,
    topics.label AS topic_label, topics.links AS topic_links,
    topics.broad_links AS topic_broad_links, topics.narrow_links AS topic_narrow_links,
    'machine' AS origin,
    CASE WHEN list_contains(works.sure_topics, said.topic_id) THEN 'sure' ELSE works.decision_status END AS status,
    works.decision_reason AS status_reason,
    said.confidence, said.score, said.rank,
    CASE WHEN said.rank = 1 THEN works.confidence_threshold ELSE cards.thresholds[said.topic_id] END AS threshold,
    said.sha256 AS image_sha256,
    works.model_name, works.model_version, cards.digest AS model_digest, cards.training_data_digest,
    cards.vocabulary, cards.vocabulary_version,
    said.run_id AS classified_in_run,
    printf('artmeta %s, model %s %d', runs.code_version, works.model_name, works.model_version) AS asserted_by,
    runs.started_at AS asserted_at,
    runs.code_version, runs.config_digest,
    works.accession_number, works.title, works.artist, works.url, works.rights,
    images.url AS image_url, images.width AS image_width, images.height AS image_height, images.mime AS image_mime
FROM artwork_topics AS works
JOIN predictions AS said
    ON said.collection = works.collection AND said.artwork_id = works.artwork_id
    AND said.model_name = works.model_name AND said.model_version = works.model_version
    AND said.sha256 = works.sha256 AND (said.rank = 1 OR list_contains(works.sure_topics, said.topic_id))
JOIN runs ON runs.run_id = works.run_id
LEFT JOIN cards ON cards.name = works.model_name AND cards.version = works.model_version
LEFT JOIN topics
    ON topics.vocabulary = cards.vocabulary AND topics.version = cards.vocabulary_version
    AND topics.topic_id = said.topic_id
LEFT JOIN images
    ON images.collection = works.collection AND images.artwork_id = works.artwork_id AND images.position = 0;
