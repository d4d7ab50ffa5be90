-- Which predictions of a run's model for some works are to be made again? Remove them.
DELETE FROM predictions
WHERE artwork_id IN (SELECT unnest($works::VARCHAR[]))
    AND (collection, model_name, model_version) IN (
        SELECT (collection, model_name, model_version) FROM runs WHERE run_id = $run_id
    );
