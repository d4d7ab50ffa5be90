-- What did each step of a run do, in the order they ended?
SELECT step, done, skipped, failed, seconds, finished_at
FROM step_results
WHERE run_id = $run_id
ORDER BY finished_at, step;
