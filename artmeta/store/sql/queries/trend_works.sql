-- Which artworks does a run count over time, with their dates, decisions and columns for groups, and the topic given by the museum or by a person who checked it, where there is one?
SELECT
    predicted.artwork_id, predicted.artist, predicted.artist_gender, predicted.venue, predicted.donor, predicted.medium, predicted.rights,
    predicted.date_earliest, predicted.date_latest, predicted.date_status, predicted.decision_status,
    CASE
        WHEN labelled.training_split <> '' THEN ''
        WHEN len(answers.topics) = 1 THEN answers.topics[1]
        WHEN len(predicted.given_topics) = 1 AND labelled.training_split = '' THEN predicted.given_topics[1]
        ELSE ''
    END AS given_topic
FROM artwork_topics AS predicted
LEFT JOIN labelled_works AS labelled ON labelled.run_id = predicted.run_id AND labelled.artwork_id = predicted.artwork_id
LEFT JOIN audit_answers AS answers
    ON answers.collection = predicted.collection AND answers.artwork_id = predicted.artwork_id
    AND answers.sha256 = predicted.sha256 AND answers.representative
WHERE predicted.run_id = $run_id
ORDER BY predicted.artwork_id;
