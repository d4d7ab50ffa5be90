-- Which artworks does a run count over time, with their dates, their standing, the columns that groups are made of, and the one topic the museum gave?
SELECT
    said.artwork_id, said.artist, said.artist_gender, said.venue, said.donor, said.medium, said.rights,
    said.date_earliest, said.date_latest, said.date_status, said.standing,
    CASE WHEN len(said.given_topics) = 1 AND judged.part = '' THEN said.given_topics[1] ELSE '' END AS given_topic
FROM artwork_topics AS said
LEFT JOIN judged_works AS judged ON judged.run_id = said.run_id AND judged.artwork_id = said.artwork_id
WHERE said.run_id = $run_id
ORDER BY said.artwork_id;
