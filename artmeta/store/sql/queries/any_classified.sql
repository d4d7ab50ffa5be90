-- Has a model classified any work of a collection?
SELECT artwork_id FROM predictions
WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version
UNION ALL
SELECT artwork_id FROM decisions
WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version
LIMIT 1;
