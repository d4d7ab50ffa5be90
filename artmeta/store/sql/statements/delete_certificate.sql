-- Which statement on a lane is replaced by a newer one?
DELETE FROM certificates WHERE plan_id = $plan_id AND lane = $lane;
