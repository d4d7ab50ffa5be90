-- What are the vectors that one backbone computed of some pictures?
SELECT sha256, vector FROM embeddings
WHERE backbone = $backbone AND sha256 IN (SELECT unnest($pictures::VARCHAR[]))
ORDER BY sha256;
