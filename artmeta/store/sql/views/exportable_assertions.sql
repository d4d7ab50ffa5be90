-- Which assertions of each run may be exported, and by which digest does one tell that an assertion has changed?
CREATE OR REPLACE VIEW exportable_assertions AS
SELECT
    assertions.*,
    hash((
        origin, status, status_reason, confidence, score, threshold, topic_label, model_digest, image_sha256,
        accession_number, title, url, CASE WHEN origin = 'machine' THEN '' ELSE asserted_by || asserted_at END
    )) AS digest
FROM assertions
WHERE NOT EXISTS (
    FROM refusals WHERE refusals.collection = assertions.collection
        AND refusals.artwork_id = assertions.artwork_id AND refusals.use = 'exported'
);
