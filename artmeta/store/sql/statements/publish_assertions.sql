-- Which assertions does the receiver of a collection's delta exports to a folder hold after the export of a run?
INSERT INTO published_assertions
SELECT collection, $destination, artwork_id, topic_id, origin, model_name, model_version, digest, run_id
FROM exportable_assertions WHERE run_id = $run_id;
