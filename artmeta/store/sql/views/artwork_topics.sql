-- What is the likeliest topic of each artwork in each run? One row a run and artwork; topic_id is NULL where nothing could be classified.
CREATE OR REPLACE VIEW artwork_topics AS
SELECT
    works.* EXCLUDE (
        outcome, reason, sha256, path, width, height, decision_status, sure_topics, withdrawn, decision_reason, promise,
        model_status, confidence_threshold, ood_score, ood_threshold, none_score, none_limit
    ),
    coalesce(seen.kind, works.outcome) AS outcome,
    coalesce(seen.message, works.reason) AS reason,
    works.sha256, works.path, works.width, works.height,
    top.topic_id, top.score, top.confidence,
    second.topic_id AS second_topic_id, second.confidence AS second_confidence,
    works.decision_status, works.sure_topics, works.withdrawn, works.decision_reason, works.promise, works.model_status,
    works.confidence_threshold, works.ood_score, works.ood_threshold, works.none_score, works.none_limit
FROM work_decisions AS works
LEFT JOIN (
    SELECT collection, artwork_id, min(kind) AS kind, arg_min(message, kind) AS message
    FROM issues WHERE step = 'embed' GROUP BY collection, artwork_id
) AS seen ON seen.collection = works.collection AND seen.artwork_id = works.artwork_id
LEFT JOIN predictions AS top
    ON top.collection = works.collection AND top.artwork_id = works.artwork_id
    AND top.model_name = works.model_name AND top.model_version = works.model_version AND top.rank = 1
    AND NOT works.withdrawn
    AND top.sha256 = works.sha256  -- a prediction of a picture that was replaced does not hold for the new one
LEFT JOIN predictions AS second
    ON second.collection = works.collection AND second.artwork_id = works.artwork_id
    AND second.model_name = works.model_name AND second.model_version = works.model_version AND second.rank = 2
    AND second.sha256 = works.sha256 AND NOT works.withdrawn;
