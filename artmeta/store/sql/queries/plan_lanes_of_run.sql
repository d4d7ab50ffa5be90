-- How does each lane of each plan of a run's collection stand? `lapsed` states why its sample no longer stands for the lane's works; '' where it does.
SELECT
    plans.plan_id, plans.created_at, plans.run_id AS plan_run_id, plans.model_name, plans.model_version,
    plans.model_digest, plans.grouping, plans.precision, plans.confidence AS joint_confidence, plans.expected,
    plans.sequential, plans.seed, plans.number,
    plans.created_at = max(plans.created_at) OVER (PARTITION BY plans.grouping, lanes.lane) AS newest,
    lanes.lane, lanes.label, lanes.works, lanes.confidence, lanes.acceptance,
    count(*) OVER (PARTITION BY plans.plan_id) AS statements,
    certificates.state, certificates.issued_at, certificates.reviewed, certificates.wrong, certificates.unconfirmed,
    certificates.precision_low, array_to_string(certificates.reviewers, ', ') AS reviewers, certificates.sentence,
    CASE
        WHEN models.digest IS DISTINCT FROM plans.model_digest THEN 'the model has changed'
        WHEN digests.lane IS NULL THEN 'the model is no longer sure of any of these works'
        WHEN digests.thresholds_digest <> lanes.thresholds_digest THEN 'the thresholds have changed'
        WHEN digests.works_digest <> lanes.works_digest THEN 'the sure works have changed'
        ELSE ''
    END AS lapsed
FROM runs
JOIN review_plans AS plans ON plans.collection = runs.collection
JOIN review_plan_lanes AS lanes ON lanes.plan_id = plans.plan_id
LEFT JOIN certificates ON certificates.plan_id = lanes.plan_id AND certificates.lane = lanes.lane
LEFT JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
LEFT JOIN (FROM sure_lane_digests WHERE run_id = $run_id) AS digests
    ON digests.grouping = plans.grouping AND digests.lane = lanes.lane
WHERE runs.run_id = $run_id
ORDER BY plans.created_at DESC, plans.plan_id, lanes.works DESC, lanes.lane;
