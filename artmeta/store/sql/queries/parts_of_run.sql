-- After which artworks may a run's collection be cut into parts of $size works, so that one part is read at a time?
SELECT artwork_id
FROM (
    SELECT artworks.artwork_id, row_number() OVER (ORDER BY artworks.artwork_id) AS number
    FROM artworks JOIN runs USING (collection)
    WHERE runs.run_id = $run_id AND artworks.gone_run_id IS NULL
)
WHERE number % $size = 0
ORDER BY artwork_id;
