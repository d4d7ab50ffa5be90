-- Which artworks does a run count over time, with their dates and the columns that groups are made of?
SELECT artwork_id, artist, artist_gender, venue, medium, rights, date_earliest, date_latest, date_status
FROM artwork_topics
WHERE run_id = $run_id
ORDER BY artwork_id;
