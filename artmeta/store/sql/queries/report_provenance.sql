-- Which code, configuration, model and records does a run's report come from?
SELECT
    runs.run_id, runs.collection, runs.title, runs.config_digest, runs.config_text, runs.code_version,
    runs.status, runs.resumed, runs.started_at,
    models.name AS model_name, models.version AS model_version, models.digest AS model_digest, models.backbone,
    models.vocabulary, models.vocabulary_version, models.card,
    held.works, held.records_digest, held.profiles
FROM runs
LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
LEFT JOIN (
    SELECT
        collection, count(*) AS works, sha256(string_agg(record_digest, '' ORDER BY artwork_id)) AS records_digest,
        list(DISTINCT date_profile ORDER BY date_profile) AS profiles
    FROM artworks
    WHERE gone_run_id IS NULL
    GROUP BY collection
) AS held ON held.collection = runs.collection
WHERE runs.run_id = $run_id;
