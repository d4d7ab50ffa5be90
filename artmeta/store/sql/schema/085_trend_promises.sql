-- How many works of each period lost their sure status because a group does not keep the promise, and of how many is it untested?
ALTER TABLE trend_counts ADD COLUMN promise_lost DOUBLE DEFAULT 0;
ALTER TABLE trend_counts ADD COLUMN promise_untested DOUBLE DEFAULT 0;
COMMENT ON COLUMN trend_counts.promise_lost IS 'of the unsure ones: those that the model is sure of, in a group that does not keep the promise';
COMMENT ON COLUMN trend_counts.promise_untested IS 'of the sure ones: those in a group where the promise is untested';
