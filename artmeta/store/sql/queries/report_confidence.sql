-- How many works of each topic have which confidence, in 20 steps of 5%, and how was the confidence calibrated?
WITH predicted AS (
    SELECT topic_id, least(floor(confidence * 20), 19)::INTEGER AS step, count(*) AS works, sum(confidence) AS total
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL
    GROUP BY ALL
), model AS (
    SELECT models.card ->> '$.calibration' AS calibration
    FROM runs
    LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    WHERE runs.run_id = $run_id
)
SELECT model.calibration, predicted.*, coalesce(named.topic_label, predicted.topic_id) AS label
FROM model
LEFT JOIN predicted ON true
LEFT JOIN run_topics AS named ON named.run_id = $run_id AND named.topic_id = predicted.topic_id
ORDER BY named.position NULLS LAST, predicted.topic_id, predicted.step;
