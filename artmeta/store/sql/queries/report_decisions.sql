-- How many works of each predicted topic are sure, unsure and unfamiliar?
SELECT
    predicted.topic_id, coalesce(named.topic_label, predicted.topic_id) AS label,
    count(*) FILTER (predicted.decision_status = 'sure') AS sure,
    count(*) FILTER (predicted.decision_status = 'unsure') AS unsure,
    count(*) FILTER (predicted.decision_status = 'unfamiliar') AS unfamiliar,
    any_value(models.card ->> '$.calibration') AS calibration,
    any_value(audits.sentence) AS audit,
    any_value(precisions.works) AS judged, any_value(precisions.share) AS share,
    any_value(precisions.precision) AS precision,
    any_value(precisions.precision_low) AS precision_low, any_value(precisions.precision_high) AS precision_high
FROM artwork_topics AS predicted
JOIN models ON models.name = predicted.model_name AND models.version = predicted.model_version
LEFT JOIN run_topics AS named ON named.run_id = predicted.run_id AND named.topic_id = predicted.topic_id
LEFT JOIN sure_audits AS audits
    ON audits.collection = predicted.collection
    AND audits.model_name = predicted.model_name AND audits.model_version = predicted.model_version
LEFT JOIN sure_precisions AS precisions ON precisions.run_id = predicted.run_id AND precisions.topic_id = predicted.topic_id
WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL AND predicted.decision_status IS NOT NULL
GROUP BY ALL
ORDER BY any_value(named.position) NULLS LAST, predicted.topic_id;
