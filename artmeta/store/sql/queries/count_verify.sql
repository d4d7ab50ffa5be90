-- How many expectations of its output did a run's predictions meet, and how many not?
SELECT count(*) FILTER (success) AS done, 0 AS skipped, count(*) FILTER (NOT success) AS failed
FROM validations WHERE run_id = $run_id AND suite = 'output';
