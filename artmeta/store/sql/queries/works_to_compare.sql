-- What are the vectors, likeliest topics and given topics of a random part of a run's classified works that are not among these training pictures?
SELECT predicted.topic_id, predicted.given_topics, embeddings.vector
FROM artwork_topics AS predicted
JOIN models ON models.name = predicted.model_name AND models.version = predicted.model_version
JOIN embeddings ON embeddings.sha256 = predicted.sha256 AND embeddings.backbone = models.backbone
WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL AND NOT list_contains($trained, predicted.sha256)
ORDER BY sha256(predicted.artwork_id)
LIMIT $most;
