-- Of the works that the model did not learn from, which carry a topic it knows, and did a run find it?
SELECT artwork_id, venue, date_earliest, date_latest, given_topics, topic_id, found
FROM judged_works
WHERE run_id = $run_id AND part <> 'training'
    AND list_has_any(
        given_topics, (SELECT list(topic_id::VARCHAR) FROM run_topics WHERE run_topics.run_id = $run_id)
    )
ORDER BY artwork_id;
