-- Which works of a collection have given topics and a readable picture, and what is its vector?
SELECT
    images.sha256, images.artwork_id, artworks.given_topics, embeddings.vector, image_hashes.dhash,
    artworks.title, artworks.artist, artworks.date_text, artworks.venue, artworks.url, images.path,
    EXISTS (
        FROM refusals
        WHERE refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id AND refusals.use = 'shown'
    ) AS withheld
FROM images
JOIN artworks USING (collection, artwork_id)
JOIN embeddings ON embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone
LEFT JOIN image_hashes ON image_hashes.sha256 = images.sha256
WHERE images.collection = $collection AND images.position = 0 AND artworks.gone_run_id IS NULL
    AND len(artworks.given_topics) > 0
ORDER BY images.artwork_id;
