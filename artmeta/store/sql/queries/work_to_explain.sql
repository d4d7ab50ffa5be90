-- Which picture of an artwork did the newest run of each collection classify, and with which model?
SELECT
    predicted.collection, predicted.run_id, predicted.artwork_id, predicted.title, predicted.sha256, predicted.path, predicted.outcome, predicted.reason,
    predicted.model_name, predicted.model_version, predicted.decision_status, predicted.decision_reason,
    EXISTS (
        FROM refusals WHERE refusals.collection = predicted.collection AND refusals.artwork_id = predicted.artwork_id
            AND refusals.use = 'shown'
    ) AS withheld
FROM artwork_topics AS predicted
JOIN latest_runs USING (run_id)
WHERE (predicted.artwork_id = $artwork OR predicted.accession_number = $artwork) AND $collection IN ('', predicted.collection)
ORDER BY latest_runs.number DESC, predicted.artwork_id;
