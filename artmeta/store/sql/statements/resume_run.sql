-- Which interrupted run is taken up again? Its collection file may say now how it is scheduled or computed, which changes no result.
UPDATE runs SET status = 'running', resumed = resumed + 1, finished_at = NULL, config_text = $config_text,
    config_path = $config_path
WHERE run_id = $run_id;
