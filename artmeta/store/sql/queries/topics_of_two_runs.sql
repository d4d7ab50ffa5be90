-- How many works have which topic and status in two runs of one collection?
WITH earlier AS (FROM artwork_topics WHERE run_id = $earlier),
    later AS (FROM artwork_topics WHERE run_id = $later)
SELECT
    coalesce(earlier.topic_id, '') AS earlier_topic, coalesce(later.topic_id, '') AS later_topic,
    coalesce(earlier.decision_status, '') AS earlier_status, coalesce(later.decision_status, '') AS later_status,
    count(*) AS works
FROM earlier JOIN later USING (collection, artwork_id)
GROUP BY ALL
ORDER BY ALL;
