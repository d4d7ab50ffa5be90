-- What are the vectors of the training works of a run's model, with their hashes and artists?
SELECT trained.sha256, any_value(embeddings.vector) AS vector, any_value(image_hashes.dhash) AS dhash, '' AS artist
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN training_works AS trained ON trained.model_name = models.name AND trained.model_version = models.version
JOIN embeddings ON embeddings.sha256 = trained.sha256 AND embeddings.backbone = models.backbone
LEFT JOIN image_hashes ON image_hashes.sha256 = trained.sha256
WHERE runs.run_id = $run_id
GROUP BY trained.sha256
ORDER BY trained.sha256;
