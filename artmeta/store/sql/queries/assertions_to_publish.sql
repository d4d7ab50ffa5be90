-- Which assertions does the receiver of a collection's delta exports hold after the export of a run?
SELECT collection, artwork_id, topic_id, origin, model_name, model_version, digest, run_id
FROM exportable_assertions WHERE run_id = $run_id;
