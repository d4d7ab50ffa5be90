-- When did the run begin that began last, by the clock?
SELECT max(started_at) AS started_at FROM runs;
