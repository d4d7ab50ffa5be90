-- How does each topic's change differ when one artist, venue or donor is left out, and would its verdict be another?
SELECT
    trend_influence.* EXCLUDE (run_id, decisive), coalesce(named.topic_label, trend_influence.topic_id) AS label, verdicts.verdict,
    -- the leave-one-out test is rougher than the verdict's: it counts where both agree on the whole collection
    trend_influence.decisive AND (trend_influence.adjusted <= 0.05) = (verdicts.verdict IN ('rose', 'fell')) AS decisive
FROM trend_influence
JOIN trend_verdicts AS verdicts
    ON verdicts.run_id = trend_influence.run_id AND verdicts.topic_id = trend_influence.topic_id AND verdicts.grouping = ''
LEFT JOIN run_topics AS named ON named.run_id = trend_influence.run_id AND named.topic_id = trend_influence.topic_id
WHERE trend_influence.run_id = $run_id
ORDER BY decisive DESC, trend_influence.share_of_works DESC, trend_influence.grouping, trend_influence.group_name, label;
