-- What were loss and accuracy after each epoch of a model's training?
SELECT epoch, loss, accuracy, validation_loss, validation_accuracy
FROM training_epochs
WHERE model_name = $model_name AND model_version = $model_version
ORDER BY epoch;
