-- How does each topic's change differ when one artist, venue or donor is left out, and would its verdict be another?
SELECT
    skew.* EXCLUDE (run_id, decisive), coalesce(named.topic_label, skew.topic_id) AS label, verdicts.verdict,
    -- the leave-one-out test is rougher than the verdict's: it counts where both agree on the whole collection
    skew.decisive AND (skew.adjusted <= 0.05) = (verdicts.verdict IN ('rose', 'fell')) AS decisive
FROM trend_influence AS skew
JOIN trend_verdicts AS verdicts
    ON verdicts.run_id = skew.run_id AND verdicts.topic_id = skew.topic_id AND verdicts.grouping = ''
LEFT JOIN run_topics AS named ON named.run_id = skew.run_id AND named.topic_id = skew.topic_id
WHERE skew.run_id = $run_id
ORDER BY decisive DESC, skew.share_of_works DESC, skew.grouping, skew.group_name, label;
