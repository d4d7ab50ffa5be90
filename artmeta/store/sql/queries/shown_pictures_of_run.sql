-- Where is the picture of each artwork of a run that may be shown?
SELECT artwork_id, path FROM shown_pictures WHERE run_id = $run_id AND path IS NOT NULL;
