-- How far did the museum's own topics overrule the model in each stretch of time?
CREATE TABLE trend_checks (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,           -- '' for the whole collection, or the column whose group this is
    group_name VARCHAR NOT NULL,
    bin_first INTEGER NOT NULL,          -- years, both included; BC negative
    bin_last INTEGER NOT NULL,
    catalogued BIGINT NOT NULL,          -- works near the bin with one topic of the museum's own, unknown to the model
    overruled DOUBLE NOT NULL,           -- 0: model and museum agree as far as chance tells; towards 1: the museum is believed
    PRIMARY KEY (run_id, grouping, group_name, bin_first)
);
