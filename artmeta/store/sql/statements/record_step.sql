-- What did a step do? The seconds of a step that was interrupted and taken up again add up.
INSERT INTO step_results BY NAME
SELECT
    $run_id AS run_id, $step AS step, $done AS done, $skipped AS skipped, $failed AS failed,
    $seconds AS seconds, $finished_at AS finished_at
ON CONFLICT DO UPDATE SET
    done = excluded.done, skipped = excluded.skipped, failed = excluded.failed,
    seconds = step_results.seconds + excluded.seconds, finished_at = excluded.finished_at;
