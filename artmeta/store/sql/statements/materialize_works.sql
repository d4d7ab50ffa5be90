-- What is known of each work of a run? A table of the view's name, which this connection reads in the view's place.
CREATE TEMPORARY TABLE artwork_topics AS FROM main.artwork_topics WHERE run_id = $run_id;
