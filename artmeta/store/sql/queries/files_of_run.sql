-- What is the likeliest topic of each picture of a folder, or why is there none?
SELECT
    artwork_topics.artwork_id, images.url, artwork_topics.topic_id AS topic, artwork_topics.confidence,
    artwork_topics.decision_status AS status, array_to_string(artwork_topics.sure_topics, '|') AS sure_topics,
    artwork_topics.promise,
    CASE
        WHEN artwork_topics.topic_id IS NULL THEN artwork_topics.reason
        WHEN artwork_topics.decision_reason != '' OR artwork_topics.decision_status != 'unsure' THEN artwork_topics.decision_reason
        WHEN artwork_topics.confidence_threshold <= 1 THEN
            format('The confidence is below the threshold of its topic, {:.3f}.', artwork_topics.confidence_threshold)
        ELSE 'Its topic has no threshold, so the model is never sure of it.'
    END AS reason
FROM artwork_topics
JOIN images ON images.collection = artwork_topics.collection AND images.artwork_id = artwork_topics.artwork_id
    AND images.position = 0
WHERE artwork_topics.run_id = $run_id
ORDER BY artwork_topics.artwork_id;
