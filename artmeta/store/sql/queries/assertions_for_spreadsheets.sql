-- Which topics does a run assert of each artwork, in columns for spreadsheets? One row an artwork and topic.
SELECT
    artwork_id, accession_number, title, url,
    topic_id AS topic, topic_label, origin, status, confidence, score, threshold, status_reason, promise,
    topic_links ->> 'iconclass' AS topic_iconclass, topic_links ->> 'aat' AS topic_aat,
    topic_links ->> 'wikidata' AS topic_wikidata,
    array_to_string((topic_broad_links -> '$.iconclass')::VARCHAR[], '|') AS topic_iconclass_broad,
    array_to_string((topic_narrow_links -> '$.iconclass')::VARCHAR[], '|') AS topic_iconclass_narrow,
    asserted_by, strftime(asserted_at, '%Y-%m-%dT%H:%M:%SZ') AS asserted_at,
    model_name, model_version, model_digest, training_data_digest, image_sha256, image_url,
    vocabulary, vocabulary_version, collection, run_id, classified_in_run, code_version, config_digest
FROM exportable_assertions
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
ORDER BY artwork_id, rank, topic_id;
