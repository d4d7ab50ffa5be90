-- Which groups of a run's collection keep the promise of its model's sure decisions, which lost it, and which are untested?
SELECT
    promises.grouping, coalesce(named.topic_label, promises.group_name) AS group_name, promises.works, promises.sure,
    promises.known, promises.correct, promises.drift, promises.p_value, promises.threshold, promises.state, promises.cause,
    promises.sentence
FROM runs
JOIN group_promises AS promises
    ON promises.collection = runs.collection
    AND promises.model_name = runs.model_name AND promises.model_version = runs.model_version
LEFT JOIN run_topics AS named
    ON named.run_id = runs.run_id AND promises.grouping IN ('topic', 'topic mix') AND named.topic_id = promises.group_name
WHERE runs.run_id = $run_id
ORDER BY promises.position;
