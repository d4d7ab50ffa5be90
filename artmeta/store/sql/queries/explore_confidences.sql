-- How many works of each likeliest topic have which confidence, in steps of 1%, and of how many labelled works was the topic right out of fold?
WITH run AS (
    SELECT model_name, model_version FROM runs WHERE run_id = $run_id
), labelled AS (
    SELECT
        arg_min(topic_id, (-confidence, topic_id)) AS topic_id, max(confidence) AS confidence,
        arg_min(topic_id, (-confidence, topic_id)) = given_topic_id AS correct
    FROM out_of_fold_confidences
    JOIN run USING (model_name, model_version)
    GROUP BY sha256, given_topic_id
), seen AS (
    SELECT topic_id, confidence, false AS validated, false AS correct
    FROM artwork_topics WHERE run_id = $run_id AND topic_id IS NOT NULL
    UNION ALL
    SELECT topic_id, confidence, true, correct FROM labelled
)
SELECT
    topic_id, validated, least(floor(confidence * 100), 99)::INTEGER AS step,
    count(*) AS works, sum(confidence) AS total, count(*) FILTER (correct) AS correct
FROM seen
GROUP BY ALL
ORDER BY topic_id, validated, step;
