-- What is the verdict on each topic of each run, and does it depend on one artist, venue or donor?
CREATE OR REPLACE VIEW topic_verdicts AS
SELECT
    verdicts.*, steps.year AS step_year, steps.share_before, steps.share_after,
    decisive.grouping AS depends_on, decisive.group_name AS depends_on_name, decisive.share_of_works AS depends_on_share,
    decisive.change_without
FROM trend_verdicts AS verdicts
LEFT JOIN trend_change_points AS steps ON steps.run_id = verdicts.run_id AND steps.topic_id = verdicts.topic_id
LEFT JOIN (
    SELECT * FROM trend_influence WHERE decisive
    QUALIFY row_number() OVER (PARTITION BY run_id, topic_id ORDER BY share_of_works DESC, group_name) = 1
) AS decisive ON decisive.run_id = verdicts.run_id AND decisive.topic_id = verdicts.topic_id
WHERE verdicts.grouping = '';
