-- Which refusals no longer hold, because a work's rights or the collection's policy has changed, or the work is gone?
DELETE FROM issues
WHERE issues.collection = $collection AND issues.step = 'rights' AND NOT EXISTS (
    FROM artworks JOIN (SELECT unnest($uses::VARCHAR[]) AS use, unnest($licences::VARCHAR[]) AS licence) AS refused
        ON refused.licence = artworks.rights
    WHERE artworks.collection = issues.collection AND artworks.artwork_id = issues.artwork_id
        AND artworks.gone_run_id IS NULL AND issues.kind = 'not_' || refused.use
);
