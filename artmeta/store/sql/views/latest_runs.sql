-- Which run of each collection is the newest?
CREATE OR REPLACE VIEW latest_runs AS
SELECT * FROM runs QUALIFY row_number() OVER (PARTITION BY collection ORDER BY number DESC, started_at DESC, run_id DESC) = 1;
