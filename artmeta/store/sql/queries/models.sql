-- Which models are there, newest first?
SELECT name, version, backbone, vocabulary, vocabulary_version, digest, card, created_at
FROM models
ORDER BY created_at DESC, name, version DESC;
