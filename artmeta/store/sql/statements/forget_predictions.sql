-- Which predictions of a model for a collection's works are to be made again? Remove them.
DELETE FROM predictions
WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version;
