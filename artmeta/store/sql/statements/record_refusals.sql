-- Which uses do the works' rights not allow? One issue a work and use, with its reason; a local file is not fetched.
INSERT INTO issues (collection, step, artwork_id, kind, message, run_id)
SELECT
    artworks.collection, 'rights', artworks.artwork_id, 'not_' || refused.use,
    'Its rights are ' || replace(artworks.rights, '_', ' ')
        || CASE WHEN artworks.rights_text = '' THEN '' ELSE ' (“' || artworks.rights_text || '”)' END
        || '; the collection''s [rights] do not allow it to be ' || replace(refused.use, '_', ' ') || '.',
    $run_id
FROM artworks JOIN (SELECT unnest($uses::VARCHAR[]) AS use, unnest($licences::VARCHAR[]) AS licence) AS refused
    ON refused.licence = artworks.rights
WHERE artworks.collection = $collection AND artworks.gone_run_id IS NULL AND (
    refused.use <> 'fetched' OR EXISTS (
        FROM images WHERE images.collection = artworks.collection AND images.artwork_id = artworks.artwork_id
            AND images.url LIKE 'http%'
    )
)
ON CONFLICT DO NOTHING;
