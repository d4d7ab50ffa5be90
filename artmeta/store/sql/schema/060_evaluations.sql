-- What was measured of which model, on which works?
CREATE TABLE evaluations (
    model_name VARCHAR NOT NULL,
    model_version INTEGER NOT NULL,
    works VARCHAR NOT NULL,              -- held out, or the folder it was measured on
    result VARCHAR NOT NULL,             -- JSON, the same as beside the page of the evaluation
    evaluated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (model_name, model_version, works)
);
