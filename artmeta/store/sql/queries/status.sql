-- What is the state of each collection after its newest run?
SELECT
    latest_runs.collection, latest_runs.title, latest_runs.run_id, latest_runs.status, latest_runs.started_at,
    latest_runs.finished_at, latest_runs.resumed, latest_runs.model_name, latest_runs.model_version,
    (SELECT count(*) FROM artworks
        WHERE artworks.collection = latest_runs.collection AND gone_run_id IS NULL) AS works,
    (SELECT count(*) FROM images
        WHERE images.collection = latest_runs.collection AND outcome = 'ok') AS pictures,
    (SELECT count(*) FROM predictions WHERE predictions.collection = latest_runs.collection AND rank = 1
        AND predictions.model_name = latest_runs.model_name
        AND predictions.model_version = latest_runs.model_version) AS classified,
    coalesce(decided.sure, 0) AS sure, coalesce(decided.unsure, 0) AS unsure, coalesce(decided.unfamiliar, 0) AS unfamiliar,
    (SELECT count(*) FROM issues WHERE issues.collection = latest_runs.collection) AS issues,
    (SELECT count(*) FROM flags WHERE flags.run_id = latest_runs.run_id) AS flags
FROM latest_runs
LEFT JOIN (
    SELECT
        run_id, count(*) FILTER (decision_status = 'sure') AS sure, count(*) FILTER (decision_status = 'unsure') AS unsure,
        count(*) FILTER (decision_status = 'unfamiliar') AS unfamiliar
    FROM artwork_topics GROUP BY run_id
) AS decided ON decided.run_id = latest_runs.run_id
ORDER BY latest_runs.collection;
