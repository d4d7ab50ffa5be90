-- Which works carry topics from their own museum, what did each run say of them, and had its model seen them?
CREATE OR REPLACE VIEW judged_works AS
SELECT
    said.run_id, said.artwork_id, said.title, said.venue, said.date_earliest, said.date_latest, said.split,
    said.given_topics, said.topic_id, said.confidence,
    list_contains(said.given_topics, said.topic_id) AS found,
    coalesce(learnt.part, '') AS part
FROM artwork_topics AS said
LEFT JOIN (
    SELECT model_name, model_version, sha256, max(part) AS part FROM training_works GROUP BY ALL
) AS learnt
    ON learnt.model_name = said.model_name AND learnt.model_version = said.model_version
    AND learnt.sha256 = said.sha256
WHERE said.topic_id IS NOT NULL;
