-- Which topics does each run assert of which artworks, and with which provenance? One row a run, artwork and topic.
CREATE OR REPLACE VIEW assertions AS
WITH cards AS (  -- each card is read once: it may be long
    SELECT
        name, version, digest, vocabulary, vocabulary_version, card ->> 'data_digest' AS training_data_digest,
        (card -> '$.calibration.thresholds')::MAP(VARCHAR, DOUBLE) AS thresholds
    FROM models
),
named AS (  -- topics of the model: its likeliest, those it is sure of, and those that people named
    SELECT
        works.*, said.topic_id AS named_topic_id, said.score AS named_score, said.confidence AS named_confidence,
        said.rank, said.run_id AS classified_in_run,
        said.rank = 1 OR list_contains(works.sure_topics, said.topic_id) AS proposed,
        -- who reviews a picture names all of its topics: one that was not named is rejected, also a later model's
        coalesce(reviewed.review_status, CASE WHEN reviews.artwork_id IS NOT NULL THEN 'human-rejected' END) AS review_status,
        coalesce(reviewed.reviewers, reviews.reviewers) AS reviewers,
        coalesce(reviewed.reviewed_at, reviews.reviewed_at) AS reviewed_at,
        reviewed.sha256 AS reviewed_sha256
    FROM artwork_topics AS works
    JOIN predictions AS said
        ON said.collection = works.collection AND said.artwork_id = works.artwork_id
        AND said.model_name = works.model_name AND said.model_version = works.model_version
        AND said.sha256 = works.sha256
    LEFT JOIN reviewed_topics AS reviewed
        ON reviewed.collection = works.collection AND reviewed.artwork_id = works.artwork_id
        AND reviewed.topic_id = said.topic_id
    LEFT JOIN current_reviews AS reviews
        ON reviews.collection = works.collection AND reviews.artwork_id = works.artwork_id
        AND reviews.sha256 = works.sha256
    WHERE reviewed.review_status IN ('human-approved', 'human', 'disputed')
        OR (  -- withdrawn topics leave, what a person decided of them stays
            (said.rank = 1 OR list_contains(works.sure_topics, said.topic_id))
            AND (NOT works.withdrawn OR reviewed.review_status IS NOT NULL OR reviews.artwork_id IS NOT NULL)
        )
    UNION ALL
    SELECT  -- topics that people named and the model does not know, or of works that were not classified
        works.*, reviewed.topic_id, NULL, NULL, NULL, NULL, false,
        reviewed.review_status, reviewed.reviewers, reviewed.reviewed_at, reviewed.sha256
    FROM artwork_topics AS works
    JOIN reviewed_topics AS reviewed
        ON reviewed.collection = works.collection AND reviewed.artwork_id = works.artwork_id
    WHERE reviewed.review_status IN ('human-approved', 'human', 'disputed')
        AND NOT EXISTS (
            FROM predictions
            WHERE predictions.collection = works.collection AND predictions.artwork_id = works.artwork_id
                AND predictions.model_name = works.model_name AND predictions.model_version = works.model_version
                AND predictions.sha256 = works.sha256 AND predictions.topic_id = reviewed.topic_id
        )
)
SELECT
    named.run_id, named.collection, named.artwork_id, named.named_topic_id AS topic_id,
    topics.label AS topic_label, topics.language AS topic_language, topics.links AS topic_links,
    topics.broad_links AS topic_broad_links, topics.narrow_links AS topic_narrow_links,
    coalesce(named.review_status, 'machine') AS origin,
    CASE
        WHEN list_contains(named.sure_topics, named.named_topic_id) THEN 'sure'
        WHEN named.proposed THEN named.decision_status
    END AS status,
    CASE WHEN named.proposed THEN named.decision_reason ELSE '' END AS status_reason,
    CASE WHEN named.proposed THEN named.promise ELSE '' END AS promise,
    named.named_confidence AS confidence, named.named_score AS score, named.rank,
    CASE WHEN named.rank = 1 THEN named.confidence_threshold ELSE cards.thresholds[named.named_topic_id] END AS threshold,
    coalesce(named.reviewed_sha256, named.sha256) AS image_sha256,
    named.model_name, named.model_version, cards.digest AS model_digest, cards.training_data_digest,
    cards.vocabulary, cards.vocabulary_version,
    named.classified_in_run,
    CASE
        WHEN named.review_status IS NOT NULL THEN array_to_string(named.reviewers, ', ')
        ELSE printf('artmeta %s, model %s %d', classified.code_version, named.model_name, named.model_version)
    END AS asserted_by,
    coalesce(named.reviewed_at, classified.started_at) AS asserted_at,
    runs.started_at AS run_started_at, runs.code_version, runs.config_digest,
    named.accession_number, named.title, named.artist, named.url, named.rights,
    images.url AS image_url, images.width AS image_width, images.height AS image_height, images.mime AS image_mime
FROM named
JOIN runs ON runs.run_id = named.run_id
LEFT JOIN runs AS classified ON classified.run_id = named.classified_in_run
LEFT JOIN cards ON cards.name = named.model_name AND cards.version = named.model_version
LEFT JOIN topics
    ON topics.vocabulary = cards.vocabulary AND topics.version = cards.vocabulary_version
    AND topics.topic_id = named.named_topic_id
LEFT JOIN images
    ON images.collection = named.collection AND images.artwork_id = named.artwork_id AND images.position = 0;
