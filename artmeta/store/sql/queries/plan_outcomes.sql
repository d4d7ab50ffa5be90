-- What was found of each work of a plan, in the random order?
SELECT * FROM plan_outcomes WHERE plan_id = $plan_id ORDER BY position;
