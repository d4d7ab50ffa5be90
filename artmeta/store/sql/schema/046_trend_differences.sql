-- In which topics do two groups differ, in level or in trend, where both have works?
CREATE TABLE trend_differences (
    run_id VARCHAR NOT NULL,
    grouping VARCHAR NOT NULL,           -- venue, artist_gender, medium, collection ...
    first_group VARCHAR NOT NULL,
    second_group VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    level DOUBLE NOT NULL,               -- share in the first group less share in the second, like years compared
    level_low DOUBLE NOT NULL,
    level_high DOUBLE NOT NULL,
    level_adjusted DOUBLE NOT NULL,      -- p values corrected for all topics and both questions (Holm)
    change DOUBLE NOT NULL,              -- change over the period in the first group less that in the second
    change_low DOUBLE NOT NULL,
    change_high DOUBLE NOT NULL,
    change_adjusted DOUBLE NOT NULL,
    enough BOOLEAN NOT NULL,             -- both groups have works enough for a test
    differs BOOLEAN NOT NULL,
    PRIMARY KEY (run_id, grouping, first_group, second_group, topic_id)
);
