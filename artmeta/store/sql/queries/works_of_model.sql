-- Which works was a model trained on, which were held out, and what did a backbone see in their pictures?
SELECT
    learnt.sha256, learnt.artwork_id, learnt.topic_id, learnt.split, embeddings.vector, image_hashes.dhash,
    shown.title, shown.artist, shown.date_text, shown.venue, shown.url, shown.path, coalesce(shown.withheld, TRUE) AS withheld
FROM training_works AS learnt
JOIN embeddings ON embeddings.sha256 = learnt.sha256 AND embeddings.backbone = $backbone
LEFT JOIN image_hashes ON image_hashes.sha256 = learnt.sha256
LEFT JOIN (  -- a picture may stand in several collections
    SELECT
        images.sha256, images.artwork_id, min(artworks.title) AS title, min(artworks.artist) AS artist,
        min(artworks.date_text) AS date_text, min(artworks.venue) AS venue, min(artworks.url) AS url,
        min(images.path) AS path, count(refusals.artwork_id) > 0 AS withheld
    FROM images
    JOIN artworks USING (collection, artwork_id)
    LEFT JOIN refusals
        ON refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id AND refusals.use = 'shown'
    WHERE images.position = 0
    GROUP BY images.sha256, images.artwork_id
) AS shown ON shown.sha256 = learnt.sha256 AND shown.artwork_id = learnt.artwork_id
WHERE learnt.model_name = $model_name AND learnt.model_version = $model_version
ORDER BY learnt.sha256, learnt.topic_id;
