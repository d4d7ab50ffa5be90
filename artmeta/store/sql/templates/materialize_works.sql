-- What is known of each work of a part of a run?
INSERT INTO temp.materialized_works FROM artwork_topics WHERE run_id = $run_id AND artwork_id > $after AND artwork_id <= $until;
