-- How much of each topic's change goes when one artist, venue or donor is left out?
CREATE TABLE trend_skew (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,           -- artist, venue ...
    group_name VARCHAR NOT NULL,         -- the one that is left out
    topic_id VARCHAR NOT NULL,
    works DOUBLE NOT NULL,               -- the group's works in the period
    share_of_works DOUBLE NOT NULL,      -- 0 to 1
    change DOUBLE NOT NULL,              -- of the topic, with all works
    change_without DOUBLE NOT NULL,
    carried DOUBLE NOT NULL,             -- the part of the change that goes: 1 is all; negative: the group hid a part
    adjusted DOUBLE NOT NULL,            -- p values corrected for the number of topics
    adjusted_without DOUBLE NOT NULL,
    decides BOOLEAN NOT NULL,            -- the verdict stands or falls with the group
    PRIMARY KEY (run_id, grouping, group_name, topic_id)
);
