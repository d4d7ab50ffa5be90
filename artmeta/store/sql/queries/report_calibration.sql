-- How often was the run's model right on works outside its training data, at each of 15 steps of confidence, before and after calibration?
WITH model AS (
    SELECT runs.model_name, runs.model_version, coalesce((models.card ->> '$.calibration.temperature')::DOUBLE, 1.0) AS temperature
    FROM runs
    JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
    WHERE runs.run_id = $run_id
), labelled AS (
    SELECT
        sha256, given_topic_id, arg_min(topic_id, (-confidence, topic_id)) = given_topic_id AS correct, max(confidence) AS after,
        -- a temperature divides the logits, so the scores before it are the confidences to its power, made to sum to 1
        max(power(confidence, temperature)) / sum(power(confidence, temperature)) AS before
    FROM out_of_fold_confidences
    JOIN model USING (model_name, model_version)
    GROUP BY sha256, given_topic_id, temperature
), staged AS (
    SELECT 'before' AS stage, before AS confidence, correct FROM labelled
    UNION ALL
    SELECT 'after', after, correct FROM labelled
)
SELECT stage, least(floor(confidence * 15), 14)::INTEGER AS step, count(*) AS works, avg(confidence) AS confidence, count(*) FILTER (correct) AS correct
FROM staged
GROUP BY stage, step
ORDER BY stage DESC, step;
