-- What did a run find for each artwork, in columns that a collection management system can import?
SELECT
    artwork_id, accession_number, title, artist, date_text, date_earliest, date_latest, date_circa, medium, venue,
    url, rights, rights_text,
    topic_id AS topic, topic_label, confidence,
    topic_links ->> 'iconclass' AS topic_iconclass, topic_links ->> 'aat' AS topic_aat,
    topic_links ->> 'wikidata' AS topic_wikidata,
    second_topic_id AS second_topic, second_topic_label, second_confidence,
    decision_status, array_to_string(sure_topics, '|') AS sure_topics,
    array_to_string(given_topics, '|') AS given_topics,
    status, reason, array_to_string(flags, '|') AS flags,
    image_url, image_rights, sha256 AS image_sha256,
    collection, model_name, model_version, vocabulary, vocabulary_version,
    run_id, strftime(run_started_at, '%Y-%m-%d') AS run_date, code_version,
    decision_reason,
    topic_origin, array_to_string(human_topics, '|') AS human_topics,
    reviewed_by, strftime(reviewed_at, '%Y-%m-%dT%H:%M:%SZ') AS reviewed_at,
    topic_score AS score, confidence_threshold, model_digest, training_data_digest,
    array_to_string((topic_broad_links -> '$.iconclass')::VARCHAR[], '|') AS topic_iconclass_broad,
    array_to_string((topic_narrow_links -> '$.iconclass')::VARCHAR[], '|') AS topic_iconclass_narrow,
    promise
FROM artwork_records
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
    AND NOT EXISTS (
        FROM refusals WHERE refusals.collection = artwork_records.collection
            AND refusals.artwork_id = artwork_records.artwork_id AND refusals.use = 'exported'
    )
ORDER BY artwork_id;
