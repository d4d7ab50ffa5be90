-- Which works have topics given by their museum, which did each run predict, and in which split of its model's training are they?
CREATE OR REPLACE VIEW labelled_works AS
SELECT
    predicted.run_id, predicted.artwork_id, predicted.title, predicted.venue, predicted.date_earliest, predicted.date_latest, predicted.split,
    predicted.given_topics, predicted.topic_id, predicted.confidence,
    list_contains(predicted.given_topics, predicted.topic_id) AS correct,
    coalesce(trained.split, '') AS training_split
FROM artwork_topics AS predicted
LEFT JOIN (
    SELECT model_name, model_version, sha256, min(split) AS split FROM training_works GROUP BY ALL
) AS trained
    ON trained.model_name = predicted.model_name AND trained.model_version = predicted.model_version
    AND trained.sha256 = predicted.sha256
WHERE predicted.topic_id IS NOT NULL;
