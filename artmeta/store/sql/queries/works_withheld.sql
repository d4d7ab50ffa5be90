-- Of how many works of a collection are the rights unknown, and which uses does that exclude?
SELECT refusals.use, count(*) AS works
FROM refusals JOIN artworks USING (collection, artwork_id)
WHERE refusals.collection = $collection AND artworks.rights = 'unknown' AND artworks.gone_run_id IS NULL
GROUP BY refusals.use
ORDER BY refusals.use;
