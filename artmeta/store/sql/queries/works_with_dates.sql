-- When was each work made, as far as its date could be read?
SELECT artwork_id, title, date_text, date_earliest, date_latest, date_status, date_profile
FROM artwork_topics
WHERE run_id = $run_id
ORDER BY artwork_id;
