-- How many works has each lane of sure works, and by which digests is a change of its works or thresholds known?
CREATE OR REPLACE VIEW sure_lane_digests AS
SELECT
    run_id, grouping, lane, count(*) AS works,
    sha256(string_agg(concat_ws(' ', artwork_id, sha256, topic_id), chr(10) ORDER BY artwork_id)) AS works_digest,
    sha256(string_agg(DISTINCT concat_ws(' ', topic_id, confidence_threshold), chr(10) ORDER BY concat_ws(' ', topic_id, confidence_threshold))) AS thresholds_digest
FROM sure_lanes
GROUP BY run_id, grouping, lane;
