-- By which digests is a change of a run's lanes of sure works known?
SELECT lane, works, works_digest, thresholds_digest FROM sure_lane_digests
WHERE run_id = $run_id AND grouping = $grouping ORDER BY works DESC, lane;
