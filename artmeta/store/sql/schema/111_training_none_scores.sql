-- How confident is the none class of a model, out of fold, that a training work shows none of the topics?
ALTER TABLE training_works ADD COLUMN none_score DOUBLE;
COMMENT ON COLUMN training_works.none_score IS 'out of fold, on the scale of decisions.none_score; NULL where the model has no none class, or is older than this column';
