-- Of how many works of each of these $runs is each topic the likeliest, and what is the mean confidence?
SELECT collection, topic_id, count(*) AS works, avg(confidence) AS confidence
FROM artwork_topics
WHERE topic_id IS NOT NULL AND list_contains($runs::VARCHAR[], run_id)  -- a join with the newest runs would count all of them first
GROUP BY ALL
ORDER BY collection, works DESC, topic_id;
