-- Which run of a collection is the newest?
SELECT run_id, status FROM latest_runs WHERE collection = $collection;
