-- Which run of each collection is the newest?
SELECT collection, run_id FROM latest_runs ORDER BY collection;
