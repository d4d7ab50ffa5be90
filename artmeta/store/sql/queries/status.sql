-- What is the state of each collection after its newest run, whose ids are $runs? Until a run is finished, a sure work counts as unsure while the promise of its groups is untested.
SELECT
    newest.collection, newest.title, newest.run_id, newest.status, newest.started_at,
    newest.finished_at, newest.resumed, newest.model_name, newest.model_version,
    (SELECT count(*) FROM artworks
        WHERE artworks.collection = newest.collection AND gone_run_id IS NULL) AS works,
    (SELECT count(*) FROM images SEMI JOIN (FROM artworks WHERE gone_run_id IS NULL) AS artworks USING (collection, artwork_id)
        WHERE images.collection = newest.collection AND outcome = 'ok') AS pictures,
    coalesce(decided.classified, 0) AS classified,
    coalesce(decided.sure + if(newest.status = 'finished', decided.untested, 0), 0) AS sure,
    coalesce(decided.unsure + if(newest.status = 'finished', 0, decided.untested), 0) AS unsure,
    coalesce(decided.unfamiliar, 0) AS unfamiliar,
    (SELECT count(*) FROM issues WHERE issues.collection = newest.collection) AS issues,
    (SELECT count(*) FROM flags WHERE flags.run_id = newest.run_id) AS flags
FROM runs AS newest
LEFT JOIN (
    SELECT
        run_id, count(model_status) AS classified, count(*) FILTER (decision_status = 'sure' AND promise <> '') AS sure,
        count(*) FILTER (decision_status = 'sure' AND promise = '') AS untested,  -- also in finished runs of 0.2.0
        count(*) FILTER (decision_status = 'unsure') AS unsure, count(*) FILTER (decision_status = 'unfamiliar') AS unfamiliar
    FROM work_decisions
    WHERE list_contains($runs::VARCHAR[], run_id)  -- a join with the newest runs would count all of them first
    GROUP BY run_id
) AS decided ON decided.run_id = newest.run_id
WHERE list_contains($runs::VARCHAR[], newest.run_id)
ORDER BY -- a museum's collections come before what was made for a training or for one table of a folder
    newest.collection LIKE 'folder-%', newest.collection LIKE '%-training', newest.collection;
