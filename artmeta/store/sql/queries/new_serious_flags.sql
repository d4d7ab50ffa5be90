-- Which serious flags has a run raised that the run of the collection before it had not?
WITH this AS (FROM runs WHERE run_id = $run_id),
    before AS (
        SELECT runs.run_id FROM runs JOIN this USING (collection)
        WHERE runs.number < this.number AND runs.status = 'finished'
        ORDER BY runs.number DESC LIMIT 1
    )
SELECT kind, subject, sentence FROM flags
WHERE run_id = $run_id AND severity = 'serious' AND NOT EXISTS (
    FROM flags AS earlier SEMI JOIN before USING (run_id)
    WHERE earlier.kind = flags.kind AND earlier.subject = flags.subject
)
ORDER BY kind, subject;
