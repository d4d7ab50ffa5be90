-- Which rows of trend_summaries did a run that is assessed again leave before?
DELETE FROM trend_summaries WHERE run_id = $run_id;
