-- How many classified works has a run, and how many of them are not among these training pictures?
SELECT count(*) AS works, count(*) FILTER (NOT list_contains($trained, sha256)) AS other
FROM artwork_topics
WHERE run_id = $run_id AND topic_id IS NOT NULL;
