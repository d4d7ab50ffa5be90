-- Had a run's model seen the pictures it was asked about?
SELECT artwork_id, title, split, part FROM judged_works WHERE run_id = $run_id ORDER BY artwork_id;
