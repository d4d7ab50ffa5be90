-- May what a model said of an artwork's picture stand, is it in doubt, or has the model never seen anything like it?
CREATE TABLE judgements (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    standing VARCHAR NOT NULL,           -- sure, unsure, unfamiliar
    topics VARCHAR[] NOT NULL,           -- the topics it is sure of, likeliest first
    sure_from DOUBLE,                    -- the least confidence that is sure for the likeliest topic; NULL where none is known
    strangeness DOUBLE,                  -- NULL where the model remembers nothing of what it learnt from
    strange_from DOUBLE,                 -- the strangeness above which a work is unfamiliar
    sha256 VARCHAR NOT NULL,             -- the picture that was judged
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, artwork_id, model_name, model_version)
);
