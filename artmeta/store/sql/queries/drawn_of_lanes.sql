-- Which works come first of each lane of sure works, in the random order of a seed, which is that of audits?
SELECT lanes.lane, lanes.artwork_id, lanes.sha256, lanes.topic_id
FROM sure_lanes AS lanes
WHERE lanes.run_id = $run_id AND lanes.grouping = $grouping
QUALIFY row_number() OVER (PARTITION BY lanes.lane ORDER BY sha256($seed::VARCHAR || '|' || lanes.artwork_id)) <= $most
ORDER BY sha256($seed::VARCHAR || '|' || lanes.artwork_id);
