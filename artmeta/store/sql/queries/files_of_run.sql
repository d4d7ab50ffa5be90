-- What is the likeliest topic of each picture of a folder, or why is there none?
SELECT
    artwork_topics.artwork_id, images.url, artwork_topics.topic_id AS topic, artwork_topics.confidence,
    artwork_topics.decision_status AS status, array_to_string(artwork_topics.sure_topics, '|') AS sure_topics,
    artwork_topics.promise,
    CASE
        WHEN artwork_topics.topic_id IS NULL THEN artwork_topics.reason
        ELSE artwork_topics.decision_reason
    END AS reason
FROM artwork_topics
JOIN images ON images.collection = artwork_topics.collection AND images.artwork_id = artwork_topics.artwork_id
    AND images.position = 0
WHERE artwork_topics.run_id = $run_id
ORDER BY artwork_topics.artwork_id;
