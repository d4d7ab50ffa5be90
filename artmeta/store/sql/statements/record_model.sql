-- Which model did a training produce, or find already there?
UPDATE runs SET model_name = $model_name, model_version = $model_version WHERE run_id = $run_id;
