-- How many assertions of a run are new, changed or gone since the collection's last delta export to a folder?
WITH present AS (FROM exportable_assertions WHERE run_id = $run_id),
    published AS (
        SELECT before.* FROM published_assertions AS before JOIN runs USING (collection) WHERE runs.run_id = $run_id AND before.destination = $destination
    )
SELECT count(*) AS changes
FROM present
FULL JOIN published AS before
    ON before.artwork_id = present.artwork_id AND before.topic_id = present.topic_id
WHERE present.digest IS DISTINCT FROM before.digest;
