-- In which split of the training of a run's model are the works that it classified?
SELECT artwork_id, title, split, training_split FROM labelled_works WHERE run_id = $run_id ORDER BY artwork_id;
