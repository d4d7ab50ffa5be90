-- Which issues of embedding may have passed? All but those of pictures that this decoder cannot read.
DELETE FROM issues
WHERE collection = $collection AND step = 'embed' AND NOT EXISTS (
    FROM images JOIN unreadable_pictures AS unreadable
        ON unreadable.sha256 = images.sha256 AND unreadable.decoder = $decoder
    WHERE images.collection = issues.collection AND images.artwork_id = issues.artwork_id
        AND images.position = 0 AND images.outcome = 'ok' AND unreadable.kind = issues.kind
);
