-- Which works is each run sure of, by topic, by period of 50 years, by venue, and in all? One row a run, grouping and work.
CREATE OR REPLACE VIEW sure_lanes AS
WITH sure AS (
    SELECT
        run_id, artwork_id, sha256, topic_id, confidence_threshold, venue,
        CASE WHEN (date_earliest < 0) = (date_latest < 0) AND abs(date_earliest) // 50 = abs(date_latest) // 50
            THEN abs(date_earliest) // 50 * 50 END AS period,
        date_earliest < 0 AS before_christ
    FROM artwork_topics
    WHERE decision_status = 'sure'
)
SELECT run_id, 'topic' AS grouping, topic_id AS lane, artwork_id, sha256, topic_id, confidence_threshold FROM sure
UNION ALL
SELECT
    run_id, 'period',
    CASE WHEN before_christ THEN format('{} BC to {} BC', period + 49, greatest(period, 1))
        ELSE format('{} to {}', greatest(period, 1), period + 49) END,
    artwork_id, sha256, topic_id, confidence_threshold
FROM sure WHERE period IS NOT NULL
UNION ALL
SELECT run_id, 'venue', venue, artwork_id, sha256, topic_id, confidence_threshold FROM sure WHERE venue <> ''
UNION ALL
SELECT run_id, 'collection', 'all', artwork_id, sha256, topic_id, confidence_threshold FROM sure;
