-- What are the vectors of the pictures of a run's works, by the backbone of its model?
SELECT images.artwork_id, embeddings.vector
FROM runs
JOIN images ON images.collection = runs.collection AND images.position = 0
JOIN embeddings ON embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone
WHERE runs.run_id = $run_id AND images.artwork_id > $after AND images.artwork_id <= $until
ORDER BY images.artwork_id;
