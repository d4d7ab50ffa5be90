-- What does a model accept of works of one collection that may be exported? Of a withdrawn work, that it is withdrawn.
SELECT * EXCLUDE (withdrawn) REPLACE (
    CASE WHEN withdrawn THEN 'withdrawn' ELSE status END AS status, CASE WHEN withdrawn THEN [] ELSE topics END AS topics,
    CASE WHEN NOT withdrawn THEN ood_score END AS ood_score, CASE WHEN NOT withdrawn THEN none_score END AS none_score
) FROM (
    SELECT decisions.*, EXISTS (
        FROM withdrawn_works AS withdrawn
        WHERE withdrawn.collection = decisions.collection AND withdrawn.artwork_id = decisions.artwork_id
            AND withdrawn.model_name = decisions.model_name AND withdrawn.model_version = decisions.model_version
    ) AS withdrawn
    FROM decisions
)
WHERE collection = $collection AND artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
);
