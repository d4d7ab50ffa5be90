-- Which artworks does a run count over time, with their dates, decisions and columns for groups, and the topic given by the museum where there is one?
SELECT
    predicted.artwork_id, predicted.artist, predicted.artist_gender, predicted.venue, predicted.donor, predicted.medium, predicted.rights,
    predicted.date_earliest, predicted.date_latest, predicted.date_status, predicted.decision_status,
    CASE WHEN len(predicted.given_topics) = 1 AND labelled.training_split = '' THEN predicted.given_topics[1] ELSE '' END AS given_topic
FROM artwork_topics AS predicted
LEFT JOIN labelled_works AS labelled ON labelled.run_id = predicted.run_id AND labelled.artwork_id = predicted.artwork_id
WHERE predicted.run_id = $run_id
ORDER BY predicted.artwork_id;
