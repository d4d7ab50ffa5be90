-- Into which bins of years does each date of an artwork fall, and with which part of its years? Dates wider than two bins are left out.
CREATE OR REPLACE VIEW date_bins AS
WITH dated AS (
    SELECT DISTINCT
        date_earliest, date_latest,
        date_latest - date_earliest + 1 - (date_earliest < 0 AND date_latest > 0)::INTEGER AS years  -- no year 0
    FROM artworks
    WHERE date_earliest IS NOT NULL AND date_latest >= date_earliest
), numbered AS (
    SELECT
        dated.*, widths.bin_years,
        unnest(range(
            CASE WHEN date_earliest < 0 THEN -floor(-date_earliest / widths.bin_years) - 1
                ELSE floor(date_earliest / widths.bin_years) END::BIGINT,
            CASE WHEN date_latest < 0 THEN -floor(-date_latest / widths.bin_years)
                ELSE floor(date_latest / widths.bin_years) + 1 END::BIGINT
        )) AS number
    FROM dated
    CROSS JOIN (VALUES (1), (2), (5), (10), (20), (25), (50), (100), (200), (250), (500)) AS widths (bin_years)
    WHERE years <= 2 * widths.bin_years
), placed AS (
    SELECT
        *,
        CASE WHEN number < 0 THEN number * bin_years + 1
            ELSE greatest(number * bin_years, 1) END AS bin,
        CASE WHEN number < 0 THEN least((number + 1) * bin_years, -1)
            ELSE number * bin_years + bin_years - 1 END AS bin_last
    FROM numbered
)
SELECT
    date_earliest, date_latest, bin_years, bin, bin_last,
    (least(date_latest, bin_last) - greatest(date_earliest, bin) + 1) / years AS part
FROM placed
WHERE bin <= bin_last;
