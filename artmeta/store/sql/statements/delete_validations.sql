-- Which outcomes of a run's data checks are out of date, because the data are checked anew?
DELETE FROM validations WHERE run_id = $run_id AND suite = $suite;
