-- Which works have topics given by their museum, which did each run predict, and in which split of its model's training are they?
CREATE OR REPLACE VIEW labelled_works AS
SELECT
    said.run_id, said.artwork_id, said.title, said.venue, said.date_earliest, said.date_latest, said.split,
    said.given_topics, said.topic_id, said.confidence,
    list_contains(said.given_topics, said.topic_id) AS correct,
    coalesce(learnt.split, '') AS training_split
FROM artwork_topics AS said
LEFT JOIN (
    SELECT model_name, model_version, sha256, min(split) AS split FROM training_works GROUP BY ALL
) AS learnt
    ON learnt.model_name = said.model_name AND learnt.model_version = said.model_version
    AND learnt.sha256 = said.sha256
WHERE said.topic_id IS NOT NULL;
