-- In one row: how many works were described, dated and flagged, by which model, and what should be checked first?
WITH works AS (
    SELECT * FROM artwork_topics WHERE run_id = $run_id
)
SELECT
    runs.model_name, runs.model_version, runs.started_at,
    (models.card ->> '$.calibration.target_precision')::DOUBLE AS target_precision,
    (models.card ->> '$.calibration.none_class.untaught_share')::DOUBLE AS none_class_share,
    audits.sentence AS audit,
    novel.share AS novel, novel.share_low AS novel_low, novel.share_high AS novel_high, novel.basis AS novel_basis,
    counted.*,
    (SELECT count(DISTINCT subject) FROM flags WHERE run_id = $run_id AND subject IN (SELECT artwork_id FROM works)) AS flagged,
    (SELECT list(kinds ORDER BY kinds.weight, kinds.flags DESC, kinds.kind) FROM (
        SELECT
            kind, min(weight) AS weight, count(*) AS flags, arg_min(severity, place) AS severity,
            arg_min(sentence, place) AS sentence
        FROM ranked_flags WHERE run_id = $run_id GROUP BY kind
    ) AS kinds) AS flag_kinds,
    (SELECT list({'severity': severity, 'sentence': sentence} ORDER BY severity, sentence) FROM validations WHERE run_id = $run_id AND NOT success) AS failed_checks,
    (SELECT count(*) FROM audit_answers WHERE collection = runs.collection) AS answered,
    (SELECT count(*) FROM issues WHERE collection = runs.collection) AS issues,
    (SELECT list(predicted ORDER BY predicted.works DESC, predicted.label) FROM (
        SELECT topic_label AS label, works FROM run_topics WHERE run_id = $run_id AND works > 0
        ORDER BY works DESC, topic_label LIMIT 3
    ) AS predicted) AS leading
FROM runs
LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
LEFT JOIN untaught_shares AS novel ON novel.run_id = runs.run_id
LEFT JOIN sure_audits AS audits
    ON audits.collection = runs.collection AND audits.model_name = runs.model_name AND audits.model_version = runs.model_version
CROSS JOIN (
    SELECT
        count(*) AS works,
        count(topic_id) AS classified,
        count(*) FILTER (withdrawn) AS withdrawn,
        count(*) FILTER (decision_status = 'sure') AS sure,
        any_value(decision_reason) FILTER (withdrawn) AS withdrawal,
        count(*) FILTER (outcome = 'ok') AS pictured,
        count(*) FILTER (date_earliest IS NOT NULL AND date_latest IS NOT NULL) AS dated,
        count(*) FILTER (date_status = 'undated') AS undated,
        count(*) FILTER (date_status = 'unread') AS unread,
        count(DISTINCT nullif(artist, '')) AS artists,
        count(DISTINCT nullif(venue, '')) AS venues,
        quantile_disc(date_earliest, 0.01) AS earliest,
        quantile_disc(date_latest, 0.99) AS latest,
        avg(confidence) AS confidence
    FROM works
) AS counted
WHERE runs.run_id = $run_id;
