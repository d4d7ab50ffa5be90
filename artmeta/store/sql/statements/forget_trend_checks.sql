-- Which rows of trend_checks did a run that is assessed again leave before?
DELETE FROM trend_checks WHERE run_id = $run_id;
