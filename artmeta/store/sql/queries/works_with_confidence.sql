-- How sure is a run of the likeliest and the second topic of each work it classified?
SELECT
    said.artwork_id, said.title, said.venue, said.date_earliest, said.date_latest,
    coalesce(said.topic_label, said.topic_id) AS topic_label, said.confidence,
    coalesce(said.second_topic_label, said.second_topic_id) AS second_topic_label, said.second_confidence
FROM artwork_records AS said
WHERE said.run_id = $run_id AND said.topic_id IS NOT NULL
ORDER BY said.artwork_id;
