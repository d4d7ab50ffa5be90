-- What does an audit say of the works of a collection that a model is sure of?
CREATE TABLE sure_audits (
    collection VARCHAR NOT NULL,
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    state VARCHAR NOT NULL,              -- confirmed, kept or withdrawn
    population BIGINT NOT NULL,          -- works that the model is sure of
    drawn BIGINT NOT NULL,               -- of those, in random order up to the last one that was answered
    answered BIGINT NOT NULL,
    correct BIGINT NOT NULL,
    precision_low DOUBLE NOT NULL,       -- exact one-sided 95% bounds of the precision
    precision_high DOUBLE NOT NULL,
    target DOUBLE NOT NULL,              -- the precision that the thresholds were chosen for
    sentence VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    PRIMARY KEY (collection, model_name, model_version)
);
