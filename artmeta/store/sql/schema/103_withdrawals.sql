-- Which topics by machine were withdrawn, by whom and why? Those of one run, or those of one version of a model.
CREATE TABLE withdrawals (
    collection VARCHAR NOT NULL,
    withdrawn_run_id VARCHAR NOT NULL,   -- '' where a model's topics are withdrawn
    model_name VARCHAR NOT NULL,         -- '' where a run's topics are withdrawn
    model_version INTEGER NOT NULL,      -- 0 where a run's topics are withdrawn
    reason VARCHAR NOT NULL,
    withdrawn_by VARCHAR NOT NULL,
    withdrawn_at TIMESTAMPTZ NOT NULL,
    restored_at TIMESTAMPTZ,             -- when the withdrawal was taken back; NULL while it is in force
    PRIMARY KEY (collection, withdrawn_run_id, model_name, model_version)
);
