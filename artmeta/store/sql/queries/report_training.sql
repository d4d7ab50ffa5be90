-- What were loss and accuracy after each epoch of the training of a run's model?
SELECT epochs.epoch, epochs.loss, epochs.accuracy, epochs.validation_loss, epochs.validation_accuracy
FROM runs
JOIN training_epochs AS epochs ON epochs.model_name = runs.model_name AND epochs.model_version = runs.model_version
WHERE runs.run_id = $run_id
ORDER BY epochs.epoch;
