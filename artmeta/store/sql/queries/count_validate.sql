-- How many expectations of its input did a run's data meet, and how many not?
SELECT count(*) FILTER (success) AS done, 0 AS skipped, count(*) FILTER (NOT success) AS failed
FROM validations WHERE run_id = $run_id AND suite = 'input';
