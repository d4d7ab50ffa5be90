-- Which topics does one version of a vocabulary hold, in its own order?
SELECT topic_id, label, broader, links, position
FROM topics
WHERE vocabulary = $vocabulary AND version = $version
ORDER BY position;
