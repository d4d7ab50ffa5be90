-- On how many works of a collection was decided in one run?
SELECT count(*) AS works FROM decisions WHERE collection = $collection AND run_id = $run_id;
