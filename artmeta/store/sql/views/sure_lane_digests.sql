-- How many works has each lane of sure works, and by which digests is a change of its works or thresholds known?
CREATE OR REPLACE VIEW sure_lane_digests AS
SELECT
    run_id, grouping, lane, count(*) AS works,
    -- of any order: the digests of the works, combined by exclusive or
    bit_xor(md5_number(concat_ws(' ', artwork_id, sha256, topic_id)))::VARCHAR AS works_digest,
    bit_xor(DISTINCT md5_number(concat_ws(' ', topic_id, confidence_threshold)))::VARCHAR AS thresholds_digest
FROM sure_lanes
GROUP BY run_id, grouping, lane;
