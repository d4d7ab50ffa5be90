-- Which topics can each run say at all, and how many works is each said of, and was each learnt from?
CREATE OR REPLACE VIEW run_topics AS
WITH said AS (
    SELECT run_id, topic_id, count(*) AS works FROM artwork_topics WHERE topic_id IS NOT NULL GROUP BY ALL
), learnt AS (
    SELECT model_name, model_version, topic_id, count(*) AS works FROM training_works WHERE split = 'training' GROUP BY ALL
)
SELECT
    runs.run_id, topics.topic_id, topics.label AS topic_label, topics.position,
    coalesce(said.works, 0) AS works, coalesce(learnt.works, 0) AS works_trained
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN topics ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
LEFT JOIN said ON said.run_id = runs.run_id AND said.topic_id = topics.topic_id
LEFT JOIN learnt
    ON learnt.model_name = runs.model_name AND learnt.model_version = runs.model_version
    AND learnt.topic_id = topics.topic_id;
