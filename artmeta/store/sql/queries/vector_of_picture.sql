-- What is a backbone's vector of one picture?
SELECT vector FROM embeddings WHERE sha256 = $sha256 AND backbone = $backbone;
