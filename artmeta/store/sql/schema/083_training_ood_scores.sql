-- How far from the other training works is each one, by an OOD detector that was not fitted to it?
ALTER TABLE training_works ADD COLUMN ood_score DOUBLE;
COMMENT ON COLUMN training_works.ood_score IS 'out of fold, on the scale of decisions.ood_score; NULL for works that were not scored';
