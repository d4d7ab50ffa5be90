-- How many works of each topic were made in each bin of years? A work counts as 1, spread over the bins its date touches by years; works whose date is wider than two bins are left out.
CREATE OR REPLACE VIEW topics_by_bin AS
WITH dated AS (
    SELECT
        run_id, topic_id, count(*) AS works,
        date_earliest + (date_earliest < 0)::INTEGER AS first_year,  -- counted through, with a year 0 (1 BC)
        date_latest + (date_latest < 0)::INTEGER AS last_year
    FROM artwork_topics
    WHERE topic_id IS NOT NULL AND date_earliest IS NOT NULL AND date_latest >= date_earliest
    GROUP BY ALL  -- many works share a date: a hundred thousand become a few thousand rows to place
), placed AS (
    SELECT
        dated.*, widths.bin_years,
        unnest(range(
            floor(first_year / widths.bin_years)::BIGINT, floor(last_year / widths.bin_years)::BIGINT + 1
        )) * widths.bin_years AS bin
    FROM dated
    CROSS JOIN (VALUES (1), (2), (5), (10), (20), (25), (50), (100), (200), (250), (500)) AS widths (bin_years)
    WHERE last_year - first_year + 1 <= 2 * widths.bin_years
)
SELECT
    run_id, bin_years, bin, topic_id,
    sum(
        works * (least(last_year, bin + bin_years - 1) - greatest(first_year, bin) + 1) / (last_year - first_year + 1)
    ) AS works
FROM placed
GROUP BY run_id, bin_years, bin, topic_id;
