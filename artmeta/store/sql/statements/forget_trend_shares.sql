-- Which rows of trend_shares did a run that is assessed again leave before?
DELETE FROM trend_shares WHERE run_id = $run_id;
