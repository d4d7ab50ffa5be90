-- How sure is a model of each topic for each artwork?
CREATE TABLE predictions (
    collection VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    topic_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,               -- as the model gave it, 0 to 1
    confidence DOUBLE NOT NULL,          -- calibrated, 0 to 1
    rank SMALLINT NOT NULL,              -- 1 is the likeliest topic
    sha256 VARCHAR NOT NULL,             -- the picture it was said of
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, artwork_id, model_name, model_version, topic_id)
);
