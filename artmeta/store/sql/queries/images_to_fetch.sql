-- Which pictures are to be requested: new ones, failures that may have passed, those requested last before a given time?
-- One row an address, with the works that show it, and with what is known of it here. A moment in the future was noted
-- by a wrong clock. Failures that lie in the bytes wait for another `basis`; those of a server also for `failed_before`.
WITH wanted AS (
    SELECT
        images.url, min(images.artwork_id) AS first,
        list({
            'artwork_id': images.artwork_id, 'position': images.position, 'rights': images.rights,
            'outcome': images.outcome, 'run_id': images.run_id, 'fallback': images.fallback
        } ORDER BY images.artwork_id, images.position) AS works
    FROM images JOIN artworks USING (collection, artwork_id)
    WHERE images.collection = $collection AND artworks.gone_run_id IS NULL AND (
        images.outcome IN ('pending', 'busy')
        OR (images.outcome = 'refused' AND images.fetched_at IS NOT NULL)
        OR (images.outcome IN ('unreadable', 'too_large') AND images.basis IS DISTINCT FROM $basis)
        OR (images.url LIKE 'http%' AND images.outcome IN ('gone', 'unreadable', 'too_large')
            AND (images.fetched_at < $failed_before OR images.fetched_at > $now))
        OR (images.url LIKE 'http%' AND images.outcome = 'ok' AND $seen_before::TIMESTAMPTZ IS NOT NULL
            AND (images.fetched_at < $seen_before::TIMESTAMPTZ OR images.fetched_at > $now))
    ) AND NOT (images.url LIKE 'http%' AND EXISTS (
        FROM refusals WHERE refusals.collection = images.collection AND refusals.artwork_id = images.artwork_id
            AND refusals.use = 'fetched'
    ))
    GROUP BY images.url
),
known AS (
    SELECT
        url, arg_max(
            {'sha256': sha256, 'path': path, 'mime': mime, 'bytes': bytes, 'width': width, 'height': height,
             'etag': etag, 'last_modified': last_modified},
            fetched_at
        ) AS file
    FROM images WHERE collection = $collection AND outcome = 'ok' GROUP BY url
)
SELECT wanted.url, wanted.works, known.file FROM wanted LEFT JOIN known USING (url) ORDER BY wanted.first, wanted.url;
