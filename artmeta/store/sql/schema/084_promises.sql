-- Which groups of a collection keep the precision that a model's sure decisions were promised to have?
CREATE TABLE group_promises (
    collection VARCHAR NOT NULL,
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    grouping VARCHAR NOT NULL,           -- period, venue, medium, picture, topic, or collection for all works together
    group_name VARCHAR NOT NULL,         -- '' for all works together
    position INTEGER NOT NULL,           -- order in which groups are listed
    works BIGINT NOT NULL,               -- classified works that were not in a group that had lost before
    sure BIGINT NOT NULL,                -- of those, the ones that the model is sure of
    known BIGINT NOT NULL,               -- of the sure ones, those of known topic that the model was not trained on
    correct BIGINT NOT NULL,             -- of the known ones
    drift DOUBLE,                        -- 0.5 to 1: pairs in which a work is less certain and less familiar than a training work
    p_value DOUBLE,                      -- of the test that decided, adjusted for the number of tests; NULL where none did
    threshold DOUBLE,                    -- of a topic: the confidence from which works are sure; NULL where no work is
    state VARCHAR NOT NULL,              -- kept, lost or untested
    cause VARCHAR NOT NULL,              -- known topics, drift, topic mix, or ''
    sentence VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, model_name, model_version, grouping, group_name)
);
-- Which sure works lost their status because a group of theirs does not keep the promise, and where is it untested?
CREATE TABLE work_promises (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,             -- the picture that the decision is about
    state VARCHAR NOT NULL,              -- kept, lost or untested
    grouping VARCHAR NOT NULL,           -- of the group that decided; '' where the promise is kept
    group_name VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, artwork_id, model_name, model_version)
);
