-- Which expectations did a run's data meet? The failed ones first.
SELECT suite, expectation, column_name, success, severity, measured, sentence
FROM validations
WHERE run_id = $run_id
ORDER BY success, severity, suite, expectation, column_name;
