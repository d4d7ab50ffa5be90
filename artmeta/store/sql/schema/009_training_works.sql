-- Which pictures was a model trained on, and which were held out?
CREATE TABLE training_works (
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    artwork_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    part VARCHAR NOT NULL,               -- training or held_out
    PRIMARY KEY (model_name, model_version, sha256, topic_id)
);
