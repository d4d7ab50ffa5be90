-- What is noted about a run's source as a whole, and how many of its records are not works?
WITH notes AS (
    SELECT issues.artwork_id, issues.kind, issues.message
    FROM runs JOIN issues USING (collection)
    WHERE runs.run_id = $run_id AND issues.step = 'fetch'
        AND NOT EXISTS (
            FROM artworks WHERE artworks.collection = issues.collection AND artworks.artwork_id = issues.artwork_id
        )
)
SELECT kind, message FROM notes WHERE artwork_id = ''
UNION ALL
SELECT kind, count(*) || ' files were left out, such as this one: ' || min(message) AS message
FROM notes WHERE artwork_id <> '' GROUP BY kind
ORDER BY kind;
