-- What does a run say of each artwork, with all that is known of its origin?
SELECT * FROM artwork_records WHERE run_id = $run_id ORDER BY artwork_id;
