-- What part of each topic's works is undated, and of the works of all other topics?
SELECT
    verdicts.topic_id, coalesce(named.topic_label, verdicts.topic_id) AS topic_label,
    verdicts.undated_share, verdicts.undated_elsewhere, verdicts.undated_adjusted
FROM trend_verdicts AS verdicts
LEFT JOIN run_topics AS named ON named.run_id = verdicts.run_id AND named.topic_id = verdicts.topic_id
WHERE verdicts.run_id = $run_id AND verdicts.grouping = '' AND verdicts.undated_adjusted IS NOT NULL
ORDER BY verdicts.topic_id;
