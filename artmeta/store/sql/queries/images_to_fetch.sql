-- Which pictures are to be asked for: new ones, those that could not be had in passing, those last seen before a moment?
-- One row an address, with the works that show it, and with what is known of it here.
WITH wanted AS (
    SELECT
        images.url, min(images.artwork_id) AS first,
        list({
            'artwork_id': images.artwork_id, 'position': images.position, 'rights': images.rights,
            'outcome': images.outcome, 'run_id': images.run_id
        } ORDER BY images.artwork_id, images.position) AS works
    FROM images JOIN artworks USING (collection, artwork_id)
    WHERE images.collection = $collection AND artworks.gone_run_id IS NULL AND (
        images.outcome IN ('pending', 'busy')
        OR (images.outcome = 'ok' AND images.url LIKE 'http%' AND images.fetched_at < $seen_before)
    )
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
