-- Of which runs were the results removed?
UPDATE runs SET pruned_at = $pruned_at WHERE list_contains($runs::VARCHAR[], run_id);
