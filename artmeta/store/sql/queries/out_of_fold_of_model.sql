-- What are the out-of-fold confidences of a model's training works?
SELECT sha256, given_topic_id, topic_id, confidence
FROM out_of_fold_confidences
WHERE model_name = $model_name AND model_version = $model_version
ORDER BY sha256, given_topic_id, topic_id;
