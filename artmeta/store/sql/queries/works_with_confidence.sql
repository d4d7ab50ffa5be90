-- How confident is a run of the likeliest and the second topic of each work it classified?
SELECT
    predicted.artwork_id, predicted.title, predicted.venue, predicted.date_earliest, predicted.date_latest,
    coalesce(predicted.topic_label, predicted.topic_id) AS topic_label, predicted.confidence,
    coalesce(predicted.second_topic_label, predicted.second_topic_id) AS second_topic_label, predicted.second_confidence
FROM artwork_records AS predicted
WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL
ORDER BY predicted.artwork_id;
