-- Of the works outside the training split, which have a given topic that the model knows, and was the prediction correct?
SELECT artwork_id, venue, date_earliest, date_latest, given_topics, topic_id, correct
FROM labelled_works
WHERE run_id = $run_id AND training_split <> 'training'
    AND list_has_any(
        given_topics, (SELECT list(topic_id::VARCHAR) FROM run_topics WHERE run_topics.run_id = $run_id)
    )
ORDER BY artwork_id;
