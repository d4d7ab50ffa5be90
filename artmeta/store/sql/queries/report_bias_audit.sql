-- What did the bias audit of a run find, on which numbers does it rest, and what could it not assess?
SELECT
    audits.works, audits.known, audits.noise_share, audits.noise_low, audits.noise_high, audits.limitations,
    (
        SELECT list({'severity': severity, 'sentence': sentence} ORDER BY position)
        FROM bias_findings WHERE run_id = $run_id AND NOT (kind = 'label_suspect' AND severity = 'note')
    ) AS findings,
    (
        SELECT list(
            {
                'grouping': grouping, 'name': group_name, 'metric': metric, 'works': works, 'clusters': clusters, 'value': value,
                'low': low, 'high': high, 'reference': reference, 'ratio': ratio, 'ratio_low': ratio_low,
                'ratio_high': ratio_high, 'adjusted': adjusted, 'disparity': disparity
            }
        )
        FROM bias_groups WHERE run_id = $run_id AND topic_id = ''
    ) AS groups,
    (
        SELECT list(
            {
                'works_of': works_of, 'feature': feature, 'works': works, 'accuracy': accuracy, 'baseline': baseline, 'gain': gain,
                'p_value': p_value, 'topics': topics
            } ORDER BY works_of DESC, feature
        )
        FROM bias_shortcuts WHERE run_id = $run_id
    ) AS shortcuts,
    (
        SELECT list(
            {
                'against': against, 'measure': measure, 'works': works, 'other_works': other_works, 'distance': distance,
                'p_value': p_value
            } ORDER BY against DESC, measure
        )
        FROM bias_drift WHERE run_id = $run_id
    ) AS drift,
    (
        SELECT list(
            {
                'artwork_id': artwork_id, 'given_topic_id': given_topic_id, 'suggested_topic_id': suggested_topic_id,
                'probability': probability
            } ORDER BY margin DESC, artwork_id, given_topic_id
        )
        FROM (FROM label_suspects WHERE run_id = $run_id ORDER BY margin DESC, artwork_id, given_topic_id LIMIT 100)
    ) AS suspects
FROM bias_audits AS audits
WHERE audits.run_id = $run_id;
