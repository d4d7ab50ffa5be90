-- How far does a work look like the training works that show none of the topics?
ALTER TABLE decisions ADD COLUMN none_score DOUBLE;
ALTER TABLE decisions ADD COLUMN none_limit DOUBLE;
COMMENT ON COLUMN decisions.none_score IS 'confidence that the work shows none of the topics; NULL where the model has no none class';
COMMENT ON COLUMN decisions.none_limit IS 'the score above which a work is unfamiliar for that reason';
COMMENT ON COLUMN training_works.topic_id IS 'one of the topics of the model; empty for a work that shows none of them';
