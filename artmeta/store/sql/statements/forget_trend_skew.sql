-- Which rows of trend_skew did a run that is assessed again leave before?
DELETE FROM trend_skew WHERE run_id = $run_id;
