-- Which rows of trend_steps did a run that is assessed again leave before?
DELETE FROM trend_steps WHERE run_id = $run_id;
