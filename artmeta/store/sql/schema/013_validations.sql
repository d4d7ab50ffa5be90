-- Which expectations did a run's data meet?
CREATE TABLE validations (
    run_id VARCHAR NOT NULL,
    suite VARCHAR NOT NULL,              -- input or output
    expectation VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    success BOOLEAN NOT NULL,
    severity VARCHAR NOT NULL,           -- critical stops the run, warning does not
    measured VARCHAR NOT NULL,           -- JSON
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (run_id, suite, expectation, column_name)
);
