-- Which works of a training collection have a given topic, and what are the vectors of their pictures? With the reviewed works of other collections; reviewed pictures have the topics that people gave them.
WITH usable AS (
    SELECT images.collection, images.artwork_id, images.sha256, artworks.given_topics, artworks.split, artworks.artist,
        image_hashes.dhash, embeddings.vector, images.path
    FROM images
    JOIN artworks USING (collection, artwork_id)
    JOIN embeddings ON embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone
    LEFT JOIN image_hashes ON image_hashes.sha256 = images.sha256
    WHERE images.position = 0 AND artworks.gone_run_id IS NULL AND artworks.split <> 'testing'
        AND (images.collection = $collection OR list_contains($with_reviews::VARCHAR[], images.collection))
        AND NOT EXISTS (
            FROM refusals WHERE refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id
                AND refusals.use = 'trained_on'
        )
), reviewed AS (
    SELECT usable.* REPLACE (CASE WHEN len(topic_ids) = 0 THEN ['none'] ELSE topic_ids END AS given_topics)
    FROM usable
    JOIN current_reviews AS reviews USING (collection, artwork_id)
    WHERE list_contains($with_reviews::VARCHAR[], usable.collection) AND reviews.sha256 = usable.sha256
        AND reviews.topic_ids IS NOT NULL
)
SELECT * EXCLUDE (collection)
FROM (
    FROM reviewed
    UNION ALL
    FROM usable WHERE collection = $collection AND len(given_topics) > 0 AND sha256 NOT IN (SELECT sha256 FROM reviewed)
)
ORDER BY sha256, artwork_id;
