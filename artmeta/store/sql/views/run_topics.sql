-- Which topics does each run's model know, of how many works is each predicted, and how many were in the training split?
CREATE OR REPLACE VIEW run_topics AS
WITH predicted AS (
    SELECT run_id, topic_id, count(*) AS works FROM artwork_topics WHERE topic_id IS NOT NULL GROUP BY ALL
), trained AS (
    SELECT model_name, model_version, topic_id, count(*) AS works FROM training_works WHERE split = 'training' GROUP BY ALL
)
SELECT
    runs.run_id, topics.topic_id, topics.label AS topic_label, topics.position,
    coalesce(predicted.works, 0) AS works, coalesce(trained.works, 0) AS works_trained
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN topics ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
LEFT JOIN predicted ON predicted.run_id = runs.run_id AND predicted.topic_id = topics.topic_id
LEFT JOIN trained
    ON trained.model_name = runs.model_name AND trained.model_version = runs.model_version
    AND trained.topic_id = topics.topic_id;
