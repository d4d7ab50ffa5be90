-- Which assertions of a run are new, changed or gone since the collection's last delta export to a folder? `removed` rows hold the key alone.
WITH present AS (FROM exportable_assertions WHERE run_id = $run_id),
    published AS (
        SELECT before.* FROM published_assertions AS before JOIN runs USING (collection) WHERE runs.run_id = $run_id AND before.destination = $destination
    )
SELECT
    CASE WHEN before.artwork_id IS NULL THEN 'added' WHEN present.artwork_id IS NULL THEN 'removed' ELSE 'changed' END AS change,
    coalesce(present.artwork_id, before.artwork_id) AS artwork_id, present.accession_number, present.title, present.url,
    coalesce(present.topic_id, before.topic_id) AS topic, present.topic_label,
    coalesce(present.origin, before.origin) AS origin, present.status, present.confidence, present.score, present.threshold,
    present.status_reason, present.asserted_by, strftime(present.asserted_at, '%Y-%m-%dT%H:%M:%SZ') AS asserted_at,
    coalesce(present.model_name, before.model_name) AS model_name,
    coalesce(present.model_version, before.model_version) AS model_version, present.model_digest,
    present.training_data_digest, present.image_sha256, before.run_id AS published_in_run,
    $run_id::VARCHAR AS run_id
FROM present
FULL JOIN published AS before
    ON before.artwork_id = present.artwork_id AND before.topic_id = present.topic_id
WHERE present.digest IS DISTINCT FROM before.digest
ORDER BY artwork_id, topic;
