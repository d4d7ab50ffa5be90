-- What share of the works of each period has each topic, with its interval, its denominator and the works it rests on?
CREATE OR REPLACE VIEW topic_trends AS
SELECT
    shares.*, coalesce(topics.label, shares.topic_id) AS label,
    counts.works AS works_dated, counts.unsure / counts.works AS unsure, counts.unfamiliar / counts.works AS unfamiliar,
    counts.unclassified / counts.works AS unclassified, counts.wide / counts.works AS wide
FROM trend_shares AS shares
JOIN runs USING (run_id)
LEFT JOIN trend_counts AS counts USING (run_id, grouping, group_name, bin_first)
LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
LEFT JOIN topics
    ON topics.vocabulary = models.vocabulary AND topics.version = models.vocabulary_version
    AND topics.topic_id = shares.topic_id;
