-- Which topics did the models know that one collection's runs used?
SELECT * FROM topics
WHERE (vocabulary, version) IN (
    SELECT (models.vocabulary, models.vocabulary_version)
    FROM models JOIN runs ON runs.model_name = models.name AND runs.model_version = models.version
    WHERE runs.collection = $collection
);
