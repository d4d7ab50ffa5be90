-- Which embeddings by one backbone of a collection's pictures are to be computed again? Remove them.
DELETE FROM embeddings
WHERE backbone = $backbone AND sha256 IN (SELECT sha256 FROM images WHERE collection = $collection);
