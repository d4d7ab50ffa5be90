-- What did the bias audit of a run find?
SELECT kind, subject, severity, measured, limit_value, sentence FROM bias_findings WHERE run_id = $run_id ORDER BY position;
