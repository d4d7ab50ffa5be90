-- Which runs has a collection, or each collection, the newest first, and what did each of them do?
SELECT
    runs.run_id, runs.collection, runs.started_at, runs.status AS state,
    CASE WHEN runs.model_name IS NULL THEN '' ELSE format('{} {}', runs.model_name, runs.model_version) END AS model,
    counts.works, counts.sure, counts.unsure, counts.unfamiliar,
    classified.works AS classified_here,  -- works whose standing topics are this run's; `withdraw --run` takes these
    coalesce(taken.withdrawn, '') AS withdrawn
FROM runs
LEFT JOIN (
    SELECT run_id, sum(works)::BIGINT AS works, sum(sure)::BIGINT AS sure, sum(unsure)::BIGINT AS unsure, sum(unfamiliar)::BIGINT AS unfamiliar
    FROM run_topic_counts GROUP BY run_id
) AS counts ON counts.run_id = runs.run_id
LEFT JOIN (SELECT run_id, count(DISTINCT artwork_id) AS works FROM decisions GROUP BY run_id) AS classified
    ON classified.run_id = runs.run_id
LEFT JOIN (
    SELECT collection, withdrawn_run_id, strftime(max(withdrawn_at), '%Y-%m-%d') AS withdrawn
    FROM withdrawals WHERE restored_at IS NULL AND withdrawn_run_id <> '' GROUP BY ALL
) AS taken ON taken.collection = runs.collection AND taken.withdrawn_run_id = runs.run_id
WHERE $collection IN ('', runs.collection)
ORDER BY runs.number DESC, runs.started_at DESC, runs.run_id DESC;
