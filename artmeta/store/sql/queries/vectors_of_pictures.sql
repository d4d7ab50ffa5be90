-- What are the vectors of some pictures, by the backbone that processed most of them?
WITH seen AS (FROM embeddings WHERE sha256 IN (SELECT unnest($pictures::VARCHAR[])))
SELECT sha256, vector FROM seen
WHERE backbone = (SELECT backbone FROM seen GROUP BY backbone ORDER BY count(*) DESC, backbone LIMIT 1)
ORDER BY sha256;
