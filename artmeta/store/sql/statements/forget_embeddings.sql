-- Remove the embeddings by one backbone of a collection's pictures, so that they are computed again.
DELETE FROM embeddings
WHERE backbone = $backbone AND sha256 IN (SELECT sha256 FROM images WHERE collection = $collection);
