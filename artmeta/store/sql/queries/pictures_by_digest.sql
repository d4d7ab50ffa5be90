-- Of which artworks are some pictures, where do they lie, and may they be shown? One row a picture.
SELECT
    images.sha256, images.collection, images.artwork_id, artworks.title, artworks.artist, images.path,
    EXISTS (
        FROM refusals WHERE refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id
            AND refusals.use = 'shown'
    ) AS withheld
FROM images
JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
WHERE images.sha256 IN (SELECT unnest($pictures::VARCHAR[])) AND images.outcome = 'ok'
QUALIFY row_number() OVER (PARTITION BY images.sha256 ORDER BY withheld DESC, images.collection, images.artwork_id) = 1
ORDER BY images.sha256;
