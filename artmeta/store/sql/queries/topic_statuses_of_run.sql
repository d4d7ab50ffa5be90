-- How many works have each likeliest topic in a run, and how many of them have each status?
SELECT
    coalesce(topic_id, '') AS topic_id, count(*) AS works,
    count(*) FILTER (decision_status = 'sure') AS sure,
    count(*) FILTER (decision_status = 'unsure') AS unsure,
    count(*) FILTER (decision_status = 'unfamiliar') AS unfamiliar
FROM artwork_topics
WHERE run_id = $run_id
GROUP BY ALL
ORDER BY ALL;
