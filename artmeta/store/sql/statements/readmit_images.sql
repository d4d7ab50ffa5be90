-- Which pictures may be requested now that were refused for their rights (and so never requested)?
UPDATE images SET outcome = 'pending', reason = ''
WHERE collection = $collection AND outcome = 'refused' AND fetched_at IS NULL AND NOT EXISTS (
    FROM refusals WHERE refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id
        AND refusals.use = 'fetched'
);
