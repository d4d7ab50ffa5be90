-- Remove what a model predicted of a collection's works, so that they are classified again.
DELETE FROM predictions
WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version;
