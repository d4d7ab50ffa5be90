-- What is known of each work of a run, when was it made, what was decided, and which topic was given to works outside the training data?
SELECT
    predicted.artwork_id, predicted.title, predicted.artist, predicted.artist_gender, predicted.artist_birth, predicted.date_text, predicted.date_earliest,
    predicted.date_latest, predicted.date_circa, predicted.date_status, predicted.medium, predicted.accession_number, predicted.venue, predicted.donor,
    predicted.url, predicted.rights, predicted.topic_id, predicted.confidence, predicted.decision_status AS status, predicted.promise, predicted.decision_reason,
    CASE WHEN len(predicted.given_topics) = 1 AND labelled.training_split = '' THEN predicted.given_topics[1] ELSE '' END AS given_topic
FROM artwork_topics AS predicted
LEFT JOIN labelled_works AS labelled ON labelled.run_id = predicted.run_id AND labelled.artwork_id = predicted.artwork_id
WHERE predicted.run_id = $run_id
ORDER BY predicted.artwork_id;
