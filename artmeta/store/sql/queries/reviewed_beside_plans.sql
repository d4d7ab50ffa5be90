-- How many sure works of lanes that have a plan did people review although no plan drew them?
SELECT count(DISTINCT lanes.artwork_id) AS works
FROM sure_lanes AS lanes
JOIN runs ON runs.run_id = lanes.run_id
SEMI JOIN (
    SELECT plans.collection, plans.grouping, planned.lane FROM review_plans AS plans JOIN review_plan_lanes AS planned USING (plan_id)
) AS planned ON planned.collection = runs.collection AND planned.grouping = lanes.grouping AND planned.lane = lanes.lane
SEMI JOIN current_reviews AS reviews
    ON reviews.collection = runs.collection AND reviews.artwork_id = lanes.artwork_id AND reviews.sha256 = lanes.sha256
ANTI JOIN review_plan_works AS drawn
    ON drawn.collection = runs.collection AND drawn.artwork_id = lanes.artwork_id AND drawn.sha256 = lanes.sha256
WHERE lanes.run_id = $run_id;
