-- Which works with known topics did the source of a collection set aside for testing, and what did the backbone see in them?
SELECT images.artwork_id, images.sha256, artworks.given_topics, artworks.artist, image_hashes.dhash, embeddings.vector
FROM images
JOIN artworks USING (collection, artwork_id)
JOIN embeddings ON embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone
LEFT JOIN image_hashes ON image_hashes.sha256 = images.sha256
WHERE images.collection = $collection AND images.position = 0 AND artworks.gone_run_id IS NULL
    AND artworks.split = 'testing' AND len(artworks.given_topics) > 0
ORDER BY images.sha256, images.artwork_id;
