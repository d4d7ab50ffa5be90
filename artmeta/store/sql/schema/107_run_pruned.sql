-- When were the results of a run removed by retention, if they were?
ALTER TABLE runs ADD COLUMN pruned_at TIMESTAMP WITH TIME ZONE;
