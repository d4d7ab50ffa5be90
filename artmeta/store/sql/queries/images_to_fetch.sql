-- Which pictures have not been fetched yet, or could not be for a passing reason?
SELECT images.artwork_id, images.position, images.url, images.rights
FROM images JOIN artworks USING (collection, artwork_id)
WHERE images.collection = $collection AND artworks.gone_run_id IS NULL AND images.outcome IN ('pending', 'busy')
ORDER BY images.artwork_id, images.position;
