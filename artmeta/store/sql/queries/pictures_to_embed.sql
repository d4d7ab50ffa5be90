-- Which pictures have no vector of a backbone from these pixels, or were never measured? Each once, however many works show it; without those that the decoder cannot read; with those of the reviewed works that join a training. Those after `$after`, up to `$last`: of all tables no others are read.
SELECT images.sha256, min(images.path) AS path, list(DISTINCT images.artwork_id ORDER BY images.artwork_id) AS artwork_ids,
    EXISTS (
        FROM embeddings
        WHERE embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone AND embeddings.pixels = $pixels
            AND embeddings.sha256 > $after AND ($last IS NULL OR embeddings.sha256 <= $last)
    ) AS embedded
FROM images JOIN artworks USING (collection, artwork_id)
WHERE (
        images.collection = $collection
        OR (list_contains($with_reviews::VARCHAR[], images.collection) AND EXISTS (
            FROM current_reviews AS reviews
            WHERE reviews.collection = images.collection AND reviews.artwork_id = images.artwork_id
                AND reviews.sha256 = images.sha256
        ))
    )
    AND images.sha256 > $after AND ($last IS NULL OR images.sha256 <= $last)
    AND images.outcome = 'ok' AND images.position = 0
    AND artworks.gone_run_id IS NULL
    AND (
        NOT EXISTS (
            FROM embeddings
            WHERE embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone AND embeddings.pixels = $pixels
                AND embeddings.sha256 > $after AND ($last IS NULL OR embeddings.sha256 <= $last)
        )
        OR NOT EXISTS (
            FROM image_properties
            WHERE image_properties.sha256 = images.sha256
                AND image_properties.sha256 > $after AND ($last IS NULL OR image_properties.sha256 <= $last)
        )
    )
    AND NOT EXISTS (
        FROM unreadable_pictures AS unreadable
        WHERE unreadable.sha256 = images.sha256 AND unreadable.decoder = $decoder
    )
GROUP BY images.sha256
ORDER BY images.sha256;
