-- Which fetched files does a collection show, how large was each, and when was it written at the latest?
SELECT images.path, images.sha256, min(images.bytes) AS bytes, epoch_us(max(images.fetched_at)) AS written
FROM images JOIN artworks USING (collection, artwork_id)
WHERE images.collection = $collection AND images.outcome = 'ok' AND images.url LIKE 'http%'
    AND artworks.gone_run_id IS NULL
GROUP BY images.path, images.sha256
ORDER BY images.path;
