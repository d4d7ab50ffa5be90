-- How many bytes do the pictures and the embeddings of each collection take? What several collections share is counted for each.
WITH pictures AS (
    SELECT collection, path, any_value(sha256) AS sha256, max(bytes) AS bytes
    FROM images WHERE outcome = 'ok' GROUP BY collection, path
), vectors AS (
    SELECT sha256, sum(octet_length(vector)) AS bytes FROM embeddings GROUP BY sha256
)
SELECT
    collection,
    coalesce(sum(pictures.bytes) FILTER (path LIKE 'images/%'), 0)::BIGINT AS fetched,
    coalesce(sum(pictures.bytes) FILTER (path LIKE 'cache/%'), 0)::BIGINT AS unpacked,
    coalesce(sum(pictures.bytes) FILTER (path NOT LIKE 'images/%' AND path NOT LIKE 'cache/%'), 0)::BIGINT AS left_in_place,
    coalesce(sum(vectors.bytes), 0)::BIGINT AS embeddings
FROM pictures LEFT JOIN vectors USING (sha256)
GROUP BY collection
ORDER BY collection;
