-- Which works is a run sure of, in which lanes?
SELECT artwork_id, lane FROM sure_lanes WHERE run_id = $run_id AND grouping = $grouping;
