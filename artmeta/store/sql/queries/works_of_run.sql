-- What is known of each work of a run, when was it made, what did the model decide, and which one topic did the museum give to works it did not learn from?
SELECT
    said.artwork_id, said.title, said.artist, said.artist_gender, said.artist_birth, said.date_text, said.date_earliest,
    said.date_latest, said.date_circa, said.date_status, said.medium, said.accession_number, said.venue, said.donor,
    said.url, said.rights, said.topic_id, said.confidence, said.decision_status AS status,
    CASE WHEN len(said.given_topics) = 1 AND judged.training_split = '' THEN said.given_topics[1] ELSE '' END AS given_topic
FROM artwork_topics AS said
LEFT JOIN labelled_works AS judged ON judged.run_id = said.run_id AND judged.artwork_id = said.artwork_id
WHERE said.run_id = $run_id
ORDER BY said.artwork_id;
