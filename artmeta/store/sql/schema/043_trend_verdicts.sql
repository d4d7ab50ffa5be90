-- Did each topic rise or fall over the period, and how sure is that?
CREATE TABLE trend_verdicts (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,
    group_name VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,            -- rose, fell, no_change, too_few
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    works DOUBLE NOT NULL,               -- of the period
    first_share DOUBLE NOT NULL,         -- on the line through all years, at the first and the last
    last_share DOUBLE NOT NULL,
    change DOUBLE NOT NULL,              -- last minus first
    low DOUBLE NOT NULL,                 -- 95 % interval of the change
    high DOUBLE NOT NULL,
    statistic DOUBLE NOT NULL,           -- the change over its bootstrap error
    p_value DOUBLE NOT NULL,             -- two-sided
    adjusted DOUBLE NOT NULL,            -- corrected for the number of topics (Holm)
    detectable DOUBLE NOT NULL,          -- the change that would be found four times in five
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (run_id, grouping, group_name, topic_id)
);
