-- Of how many works of each topic is a run's model sure, of how many not, and how many look like nothing it knows?
SELECT
    said.topic_id, coalesce(named.topic_label, said.topic_id) AS label,
    count(*) FILTER (said.decision_status = 'sure') AS sure,
    count(*) FILTER (said.decision_status = 'unsure') AS unsure,
    count(*) FILTER (said.decision_status = 'unfamiliar') AS unfamiliar,
    any_value(models.card ->> '$.calibration') AS calibration
FROM artwork_topics AS said
JOIN models ON models.name = said.model_name AND models.version = said.model_version
LEFT JOIN run_topics AS named ON named.run_id = said.run_id AND named.topic_id = said.topic_id
WHERE said.run_id = $run_id AND said.topic_id IS NOT NULL AND said.decision_status IS NOT NULL
GROUP BY ALL
ORDER BY any_value(named.position) NULLS LAST, said.topic_id;
