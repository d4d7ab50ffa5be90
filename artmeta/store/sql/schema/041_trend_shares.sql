-- What share of the works of each stretch of time has each topic, how far may that be off, and by which method?
CREATE TABLE trend_shares (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,           -- '' for the whole collection, or the column whose group this is
    group_name VARCHAR NOT NULL,         -- '' for the whole collection
    bin_first INTEGER NOT NULL,          -- years, both included; BC negative
    bin_last INTEGER NOT NULL,
    topic_id VARCHAR NOT NULL,
    works DOUBLE NOT NULL,               -- the denominator: judged works, a dated range counted by its part in the bin
    method VARCHAR NOT NULL,             -- the one that `share` is by: counted, weighted, acc, pacc, emq
    share DOUBLE NOT NULL,               -- 0 to 1, as are all that follow
    share_low DOUBLE NOT NULL,           -- 95 % interval: sampling, dating and the classifier's errors together
    share_high DOUBLE NOT NULL,
    share_counted DOUBLE,                -- plain counting of the likeliest topics
    share_weighted DOUBLE,               -- mean confidence
    share_acc DOUBLE,                    -- counting corrected by a confusion matrix; NULL where not worked out
    share_pacc DOUBLE,                   -- mean confidence corrected by out-of-fold confidences
    share_emq DOUBLE,                    -- expectation and maximisation over recalibrated confidences
    PRIMARY KEY (run_id, grouping, group_name, bin_first, topic_id)
);
