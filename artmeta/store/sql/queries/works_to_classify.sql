-- Which works have a vector but no decision of a model on their present picture? In the order in which the vectors are stored, by their places there: a join would hold the vectors themselves in memory, or write them to temporary files.
SELECT images.artwork_id, images.sha256, embeddings.rowid AS place
FROM images
JOIN artworks ON artworks.collection = images.collection AND artworks.artwork_id = images.artwork_id
JOIN embeddings ON embeddings.sha256 = images.sha256 AND embeddings.backbone = $backbone
ANTI JOIN decisions
    ON decisions.collection = images.collection AND decisions.artwork_id = images.artwork_id
    AND decisions.sha256 = images.sha256
    AND decisions.model_name = $model_name AND decisions.model_version = $model_version
WHERE images.collection = $collection AND artworks.gone_run_id IS NULL
    AND images.position = 0 AND images.outcome = 'ok'
ORDER BY place;
