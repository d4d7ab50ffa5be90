-- Of which picture did the newest run of each collection say something about an artwork, and with which model?
SELECT
    said.collection, said.run_id, said.artwork_id, said.title, said.sha256, said.path, said.outcome, said.reason,
    said.model_name, said.model_version,
    EXISTS (
        FROM refusals WHERE refusals.collection = said.collection AND refusals.artwork_id = said.artwork_id
            AND refusals.use = 'shown'
    ) AS withheld
FROM artwork_topics AS said
JOIN latest_runs USING (run_id)
WHERE (said.artwork_id = $artwork OR said.accession_number = $artwork) AND $collection IN ('', said.collection)
ORDER BY latest_runs.number DESC, said.artwork_id;
