-- Which works does the newest plan of a collection draw for review, in its random order? Without those that an audit has answered.
SELECT outcomes.artwork_id
FROM plan_outcomes AS outcomes
WHERE outcomes.plan_id = (
        SELECT plan_id FROM review_plans WHERE collection = $collection ORDER BY created_at DESC, plan_id LIMIT 1
    )
    AND (outcomes.outcome IS NULL OR EXISTS (
        FROM reviews WHERE reviews.collection = $collection AND reviews.artwork_id = outcomes.artwork_id
    ))
ORDER BY outcomes.position;
