-- Of which works are a model's topics withdrawn, and why? The newest withdrawal counts.
CREATE OR REPLACE VIEW withdrawn_works AS
SELECT
    decisions.collection, decisions.artwork_id, decisions.model_name, decisions.model_version,
    arg_max(format(
        'Withdrawn on {} by {}{}', strftime(taken.withdrawn_at, '%Y-%m-%d'), taken.withdrawn_by,
        CASE WHEN taken.reason = '' THEN '.' ELSE ': ' || taken.reason END
    ), (taken.withdrawn_at, taken.withdrawn_run_id)) AS sentence
FROM decisions
JOIN (FROM withdrawals WHERE restored_at IS NULL) AS taken
    ON taken.collection = decisions.collection AND (
        taken.withdrawn_run_id = decisions.run_id
        OR (taken.model_name = decisions.model_name AND taken.model_version = decisions.model_version)
    )
GROUP BY ALL;
