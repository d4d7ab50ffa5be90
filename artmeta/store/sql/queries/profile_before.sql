-- How were the measures of a collection's works distributed in the last finished run before this one, and was its model the same?
WITH before AS (
    SELECT earlier.run_id, runs.model_name IS DISTINCT FROM earlier.model_name
        OR runs.model_version IS DISTINCT FROM earlier.model_version AS model_changed
    FROM runs
    JOIN runs AS earlier ON earlier.collection = runs.collection AND earlier.number < runs.number
    WHERE runs.run_id = $run_id AND earlier.status = 'finished'
        AND EXISTS (FROM bias_profiles WHERE bias_profiles.run_id = earlier.run_id)
    ORDER BY earlier.number DESC
    LIMIT 1
)
SELECT before.model_changed, profiles.measure, profiles.bin, profiles.works
FROM before
JOIN bias_profiles AS profiles ON profiles.run_id = before.run_id
ORDER BY profiles.measure, profiles.bin;
