-- Which rows of trend_verdicts did a run that is assessed again leave before?
DELETE FROM trend_verdicts WHERE run_id = $run_id;
