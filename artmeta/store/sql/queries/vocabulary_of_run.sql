-- Which vocabulary has the model of a run, and what does it state of each topic?
SELECT
    runs.collection, runs.run_id, models.vocabulary, models.vocabulary_version,
    topics.topic_id, topics.label AS topic_label, topics.language AS topic_language, topics.broader, topics.position,
    topics.links AS topic_links, topics.broad_links AS topic_broad_links, topics.narrow_links AS topic_narrow_links
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
JOIN topics ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
WHERE runs.run_id = $run_id
ORDER BY topics.position, topics.topic_id;
