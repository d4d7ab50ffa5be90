-- Which topics does a run assert of each artwork, and with which provenance? A human's rejections are among them.
SELECT * EXCLUDE (digest) FROM exportable_assertions
WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until
ORDER BY artwork_id, rank, topic_id;
