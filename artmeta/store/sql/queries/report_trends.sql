-- How did the share of each topic change over time, by which method, with which interval in each bin, and of how many works?
SELECT
    summary.* EXCLUDE (run_id),
    (
        SELECT list(predicted ORDER BY predicted.position, predicted.topic_id) FROM (
            SELECT verdicts.* EXCLUDE (run_id, grouping, group_name), named.topic_label AS label, named.position
            FROM trend_verdicts AS verdicts
            LEFT JOIN run_topics AS named ON named.run_id = verdicts.run_id AND named.topic_id = verdicts.topic_id
            WHERE verdicts.run_id = $run_id AND verdicts.grouping = ''
        ) AS predicted
    ) AS verdicts,
    (
        SELECT list({
            'bin_first': bin_first, 'bin_last': bin_last, 'topic_id': topic_id, 'works': works, 'share': share,
            'low': share_low, 'high': share_high, 'counted': share_counted
        } ORDER BY topic_id, bin_first)
        FROM trend_shares
        WHERE run_id = $run_id AND grouping = ''
    ) AS shares,
    (
        SELECT list({
            'bin_first': bin_first, 'bin_last': bin_last, 'works': works, 'sure': sure, 'unsure': unsure,
            'unfamiliar': unfamiliar, 'unclassified': unclassified, 'wide': wide, 'promise_lost': coalesce(promise_lost, 0)
        } ORDER BY bin_first)
        FROM trend_counts
        WHERE run_id = $run_id AND grouping = ''
    ) AS counts,
    (
        SELECT list({
            'label': coalesce(named.topic_label, steps.topic_id), 'year': steps.year, 'before': steps.share_before,
            'after': steps.share_after, 'adjusted': steps.adjusted
        } ORDER BY named.position NULLS LAST, steps.topic_id)
        FROM trend_change_points AS steps
        LEFT JOIN run_topics AS named ON named.run_id = steps.run_id AND named.topic_id = steps.topic_id
        WHERE steps.run_id = $run_id
    ) AS change_points,
    (
        SELECT list({
            'bin_first': bin_first, 'bin_last': bin_last, 'works_labelled': works_labelled, 'label_weight': label_weight
        } ORDER BY bin_first)
        FROM trend_checks
        WHERE run_id = $run_id AND grouping = ''
    ) AS checks
FROM trend_summaries AS summary
WHERE summary.run_id = $run_id;
