-- Which works does the source no longer list? They are marked, never deleted.
UPDATE artworks SET gone_run_id = $run_id
WHERE collection = $collection AND artwork_id IN (SELECT unnest($artwork_ids::VARCHAR[]));
