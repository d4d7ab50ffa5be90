-- Remove what a model decided of a collection's works, so that they are classified again.
DELETE FROM decisions
WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version;
