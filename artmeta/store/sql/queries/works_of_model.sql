-- Which works of its topics are in the training and the validation split of a model, and what are the vectors of their pictures?
SELECT
    trained.sha256, trained.artwork_id, trained.topic_id, trained.split, embeddings.vector, image_hashes.dhash,
    shown.title, shown.artist, shown.date_text, shown.venue, shown.url, shown.path, coalesce(shown.withheld, TRUE) AS withheld
FROM training_works AS trained
JOIN embeddings ON embeddings.sha256 = trained.sha256 AND embeddings.backbone = $backbone
LEFT JOIN image_hashes ON image_hashes.sha256 = trained.sha256
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
) AS shown ON shown.sha256 = trained.sha256 AND shown.artwork_id = trained.artwork_id
WHERE trained.model_name = $model_name AND trained.model_version = $model_version AND trained.topic_id <> ''
ORDER BY trained.sha256, trained.topic_id;
