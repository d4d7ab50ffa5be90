-- Which rows of trend_differences did a run that is assessed again leave before?
DELETE FROM trend_differences WHERE run_id = $run_id;
