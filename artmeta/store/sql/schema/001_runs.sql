-- Which passages through the pipeline were there, with which configuration, code and model?
CREATE TABLE runs (
    run_id VARCHAR PRIMARY KEY,
    collection VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    config_digest VARCHAR NOT NULL,
    config_text VARCHAR NOT NULL,
    config_path VARCHAR NOT NULL,        -- relative paths in the text are meant from its folder
    code_version VARCHAR NOT NULL,
    model_name VARCHAR,
    model_version INTEGER,
    status VARCHAR NOT NULL,             -- running, finished, failed, abandoned
    resumed INTEGER NOT NULL DEFAULT 0,  -- how often an interrupted run was taken up again
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
);
