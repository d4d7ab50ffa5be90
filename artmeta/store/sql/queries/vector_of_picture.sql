-- What did a backbone see in one picture?
SELECT vector FROM embeddings WHERE sha256 = $sha256 AND backbone = $backbone;
