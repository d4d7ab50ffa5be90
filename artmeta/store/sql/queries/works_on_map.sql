-- Which works of a run have an embedding by its model's backbone, and what is said of each? `path` is NULL where the picture may not be shown.
SELECT
    records.artwork_id, records.title, records.artist, records.accession_number, records.venue, records.url,
    records.date_text, records.date_earliest, records.date_latest,
    coalesce(records.topic_label, records.topic_id, '') AS topic, records.confidence,
    coalesce(records.decision_status, '') AS decision_status, records.sha256, records.backbone, shown.path
FROM artwork_records AS records
LEFT JOIN shown_pictures AS shown USING (run_id, artwork_id)
WHERE records.run_id = $run_id AND EXISTS (
    FROM embeddings WHERE embeddings.sha256 = records.sha256 AND embeddings.backbone = records.backbone
)
ORDER BY records.artwork_id;
