-- What is the difference hash (64 bits) of the first picture of each work of a collection?
SELECT images.artwork_id, images.sha256, image_hashes.dhash
FROM images JOIN artworks USING (collection, artwork_id) JOIN image_hashes USING (sha256)
WHERE images.collection = $collection AND images.outcome = 'ok' AND images.position = 0
    AND artworks.gone_run_id IS NULL
ORDER BY images.artwork_id;
