-- Above which confidence is the model of a run sure of each of its topics? NULL where never.
SELECT each.key AS topic_id, each.value::DOUBLE AS threshold
FROM runs
JOIN models ON models.name = runs.model_name AND models.version = runs.model_version
CROSS JOIN json_each(models.card, '$.calibration.thresholds') AS each
WHERE runs.run_id = $run_id
ORDER BY each.key;
