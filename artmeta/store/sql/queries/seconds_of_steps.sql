-- How long did each step of the newest run of each collection take?
SELECT latest_runs.collection, step_results.step, step_results.seconds, step_results.failed
FROM step_results JOIN latest_runs USING (run_id)
ORDER BY ALL;
