-- What did each step of a run do, and how long did it take?
SELECT step, done, skipped, failed, seconds, finished_at
FROM step_results
WHERE run_id = $run_id
ORDER BY finished_at, step;
