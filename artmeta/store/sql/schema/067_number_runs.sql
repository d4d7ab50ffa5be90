-- In which order did the runs begin that were there before runs had numbers?
UPDATE runs SET number = ordered.number
FROM (SELECT run_id, row_number() OVER (ORDER BY started_at, run_id) AS number FROM runs) AS ordered
WHERE ordered.run_id = runs.run_id;
