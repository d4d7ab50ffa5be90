-- Which decisions of a model on a collection's works are to be made again? Remove them.
DELETE FROM decisions
WHERE collection = $collection AND model_name = $model_name AND model_version = $model_version;
