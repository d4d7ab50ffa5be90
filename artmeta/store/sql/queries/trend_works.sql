-- Which artworks does a run count over time, with their dates, decisions and columns for groups, and the topic given by the museum where there is one?
SELECT
    said.artwork_id, said.artist, said.artist_gender, said.venue, said.donor, said.medium, said.rights,
    said.date_earliest, said.date_latest, said.date_status, said.decision_status,
    CASE WHEN len(said.given_topics) = 1 AND judged.training_split = '' THEN said.given_topics[1] ELSE '' END AS given_topic
FROM artwork_topics AS said
LEFT JOIN labelled_works AS judged ON judged.run_id = said.run_id AND judged.artwork_id = said.artwork_id
WHERE said.run_id = $run_id
ORDER BY said.artwork_id;
