-- How many works of a run's collection, or pictures of works, were written or marked as gone by later runs?
WITH later AS (
    SELECT after.run_id FROM runs AS before JOIN runs AS after USING (collection)
    WHERE before.run_id = $run_id AND after.number > before.number
)
SELECT count(DISTINCT artwork_id) AS changed
FROM (
    SELECT artwork_id FROM artworks SEMI JOIN later USING (run_id)
    UNION ALL SELECT artwork_id FROM artworks SEMI JOIN later ON later.run_id = artworks.gone_run_id
    UNION ALL SELECT artwork_id FROM images SEMI JOIN later USING (run_id)
);
