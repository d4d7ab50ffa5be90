-- What did one backbone, the one that saw most of them, see in some pictures?
WITH seen AS (FROM embeddings WHERE sha256 IN (SELECT unnest($pictures::VARCHAR[])))
SELECT sha256, vector FROM seen
WHERE backbone = (SELECT backbone FROM seen GROUP BY backbone ORDER BY count(*) DESC, backbone LIMIT 1)
ORDER BY sha256;
