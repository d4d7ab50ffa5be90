-- Which pictures must not be requested, because their works' rights do not allow it?
UPDATE images SET outcome = 'refused', reason = refusals.message, run_id = $run_id
FROM refusals
WHERE images.collection = $collection AND images.outcome IN ('pending', 'busy') AND images.url LIKE 'http%'
    AND refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id AND refusals.use = 'fetched';
