-- How many works of each stretch of time are sure, unsure, unfamiliar or not classified, and how many rest on wide dates?
CREATE TABLE trend_bands (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,
    group_name VARCHAR NOT NULL,
    bin_first INTEGER NOT NULL,
    bin_last INTEGER NOT NULL,
    works DOUBLE NOT NULL,               -- all dated works: the sum of the four that follow
    sure DOUBLE NOT NULL,
    unsure DOUBLE NOT NULL,              -- no topic is likelier than all others together
    unfamiliar DOUBLE NOT NULL,          -- unlike what the model learnt from: not counted in shares
    unclassified DOUBLE NOT NULL,        -- no picture, or none that could be read: not counted in shares
    wide DOUBLE NOT NULL,                -- of all works: those whose date reaches beyond the bin
    PRIMARY KEY (run_id, grouping, group_name, bin_first)
);
