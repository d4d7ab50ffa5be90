-- Which works have a vector but no predictions of a model from the picture they show now? At most $most rows.
SELECT images.artwork_id, images.sha256, embeddings.vector
FROM images
JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
JOIN embeddings ON embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone
ANTI JOIN predictions
    ON predictions.collection = images.collection AND predictions.artwork_id = images.artwork_id
    AND predictions.sha256 = images.sha256 AND predictions.rank = 1
    AND predictions.model_name = $model_name AND predictions.model_version = $model_version
WHERE images.collection = $collection AND artworks.gone_run_id IS NULL
    AND images.position = 0 AND images.outcome = 'ok'
ORDER BY images.artwork_id
LIMIT $most;
