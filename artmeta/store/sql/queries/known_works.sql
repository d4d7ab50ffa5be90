-- Which works of a collection did the source list last time, and what did their records say?
SELECT artwork_id, record_digest FROM artworks WHERE collection = $collection AND gone_run_id IS NULL;
