-- Of how many works of each collection is each topic the likeliest, and what is the mean confidence?
SELECT
    latest_runs.collection, artwork_topics.topic_id, count(*) AS works, avg(artwork_topics.confidence) AS confidence
FROM latest_runs JOIN artwork_topics USING (run_id)
WHERE artwork_topics.topic_id IS NOT NULL AND ($collection = '' OR latest_runs.collection = $collection)
GROUP BY ALL
ORDER BY latest_runs.collection, works DESC, artwork_topics.topic_id;
