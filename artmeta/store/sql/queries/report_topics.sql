-- How many works have each predicted topic, with which mean confidence? Topics of the model that were not predicted have 0.
WITH predicted AS (
    SELECT topic_id, count(*) AS works, avg(confidence) AS confidence, count(*) FILTER (confidence < 0.5) AS doubtful
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL
    GROUP BY topic_id
), known AS (
    SELECT topic_id, topic_label, position FROM run_topics WHERE run_id = $run_id
)
SELECT
    topic_id, coalesce(known.topic_label, topic_id) AS label, coalesce(predicted.works, 0) AS works,
    predicted.confidence, coalesce(predicted.doubtful, 0) AS doubtful
FROM known
FULL JOIN predicted USING (topic_id)
ORDER BY works DESC, known.position NULLS LAST, topic_id;
