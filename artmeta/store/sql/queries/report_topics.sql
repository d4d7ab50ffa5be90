-- Which topics does a run find, in how many works, and how sure is it? Topics that it could say and does not are 0.
WITH said AS (
    SELECT topic_id, count(*) AS works, avg(confidence) AS confidence, count(*) FILTER (confidence < 0.5) AS doubtful
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL
    GROUP BY topic_id
), known AS (
    SELECT topic_id, topic_label, position FROM run_topics WHERE run_id = $run_id
)
SELECT
    topic_id, coalesce(known.topic_label, topic_id) AS label, coalesce(said.works, 0) AS works,
    said.confidence, coalesce(said.doubtful, 0) AS doubtful
FROM known
FULL JOIN said USING (topic_id)
ORDER BY works DESC, known.position NULLS LAST, topic_id;
