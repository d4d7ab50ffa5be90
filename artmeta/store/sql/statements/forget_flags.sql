-- Which doubts about a run are about to be looked for again?
DELETE FROM flags WHERE run_id = $run_id;
