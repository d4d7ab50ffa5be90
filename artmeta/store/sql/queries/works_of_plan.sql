-- Which works do the newest plans of a collection draw for review, lanes as the newest plan has them, in random order? Without those that an audit has answered.
WITH newest AS (
    SELECT plans.plan_id, lanes.lane, plans.created_at
    FROM review_plans AS plans
    JOIN review_plan_lanes AS lanes ON lanes.plan_id = plans.plan_id
    WHERE plans.collection = $collection AND plans.grouping = (
        SELECT grouping FROM review_plans WHERE collection = $collection ORDER BY created_at DESC, plan_id LIMIT 1
    )
    QUALIFY plans.created_at = max(plans.created_at) OVER (PARTITION BY lanes.lane)
)
SELECT outcomes.artwork_id
FROM plan_outcomes AS outcomes
JOIN newest ON newest.plan_id = outcomes.plan_id AND newest.lane = outcomes.lane
WHERE outcomes.outcome IS NULL OR EXISTS (
    FROM reviews WHERE reviews.collection = $collection AND reviews.artwork_id = outcomes.artwork_id
)
ORDER BY newest.created_at, outcomes.position;
