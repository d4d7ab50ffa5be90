-- How many works of each topic were made in each bin of years? A work counts as 1, spread over the bins its date touches by years; works whose date is wider than two bins are left out.
CREATE OR REPLACE VIEW topics_by_bin AS
WITH dated AS (
    SELECT
        run_id, topic_id, count(*) AS works, date_earliest AS first_year, date_latest AS last_year,
        date_latest - date_earliest + 1 - (date_earliest < 0 AND date_latest > 0)::INTEGER AS years  -- no year 0
    FROM artwork_topics
    WHERE topic_id IS NOT NULL AND date_earliest IS NOT NULL AND date_latest >= date_earliest
    GROUP BY ALL  -- many works share a date: a hundred thousand become a few thousand rows to place
), numbered AS (
    SELECT
        dated.*, widths.bin_years,
        unnest(range(
            CASE WHEN first_year < 0 THEN -floor(-first_year / widths.bin_years) - 1
                ELSE floor(first_year / widths.bin_years) END::BIGINT,
            CASE WHEN last_year < 0 THEN -floor(-last_year / widths.bin_years)
                ELSE floor(last_year / widths.bin_years) + 1 END::BIGINT
        )) AS number
    FROM dated
    CROSS JOIN (VALUES (1), (2), (5), (10), (20), (25), (50), (100), (200), (250), (500)) AS widths (bin_years)
    WHERE years <= 2 * widths.bin_years
), placed AS (
    SELECT
        *,
        CASE WHEN number < 0 THEN number * bin_years + 1
            ELSE greatest(number * bin_years, 1) END AS bin_first,
        CASE WHEN number < 0 THEN least((number + 1) * bin_years, -1)
            ELSE number * bin_years + bin_years - 1 END AS bin_last
    FROM numbered
)
SELECT
    run_id, bin_years, bin_first AS bin, bin_last, topic_id,
    sum(works * (least(last_year, bin_last) - greatest(first_year, bin_first) + 1) / years) AS works
FROM placed
WHERE bin_first <= bin_last
GROUP BY run_id, bin_years, bin_first, bin_last, topic_id;
