-- How many works of each decade have each predicted topic, and what share of the decade is that? Works with a date wider than 20 years are left out.
CREATE OR REPLACE VIEW topics_by_decade AS
SELECT
    run_id, bin AS decade, topic_id, works,
    sum(works) OVER decade AS works_of_decade,
    works / sum(works) OVER decade AS share
FROM topics_by_bin
WHERE bin_years = 10
WINDOW decade AS (PARTITION BY run_id, bin);
