-- Which pictures of a collection have one of some digests?
SELECT images.artwork_id, images.url, images.sha256
FROM images
WHERE images.collection = $collection AND images.outcome = 'ok'
    AND images.sha256 IN (SELECT unnest($digests::VARCHAR[]))
ORDER BY images.artwork_id, images.position;
