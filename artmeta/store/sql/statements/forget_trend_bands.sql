-- Which rows of trend_bands did a run that is assessed again leave before?
DELETE FROM trend_bands WHERE run_id = $run_id;
