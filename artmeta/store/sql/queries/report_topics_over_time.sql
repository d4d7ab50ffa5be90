-- How many classified works of each topic were made in each bin of $bin_years, or wider where that would give over 60 bins, and how many are left out?
WITH works AS (
    SELECT
        topic_id, date_status, date_earliest AS first_year, date_latest AS last_year,
        date_latest - date_earliest + 1 - (date_earliest < 0 AND date_latest > 0)::INTEGER AS years  -- no year 0
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL
), reach AS (
    SELECT quantile_cont(first_year, 0.01) AS low, quantile_cont(last_year, 0.99) AS high
    FROM works
    WHERE years <= 2 * $bin_years
), chosen AS (
    SELECT coalesce(min(width), 500) AS bin_years
    FROM unnest([1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500]) AS widths (width)
    WHERE width >= $bin_years AND coalesce((SELECT (high - low) / width FROM reach), 0) <= 60
), aside AS (
    SELECT
        count(*) AS classified,
        count(*) FILTER (date_status = 'undated') AS undated,
        count(*) FILTER (date_status = 'unread') AS unread,
        count(*) FILTER (date_status = 'read' AND (first_year IS NULL OR last_year IS NULL)) AS open_ended,
        count(*) FILTER (years > 2 * (SELECT bin_years FROM chosen)) AS wide
    FROM works
)
SELECT aside.*, chosen.bin_years, cells.bin, cells.bin_last, cells.topic_id, coalesce(named.topic_label, cells.topic_id) AS label, cells.works
FROM aside
CROSS JOIN chosen
LEFT JOIN topics_by_bin AS cells ON cells.run_id = $run_id AND cells.bin_years = chosen.bin_years
LEFT JOIN run_topics AS named ON named.run_id = $run_id AND named.topic_id = cells.topic_id
ORDER BY named.position NULLS LAST, cells.topic_id, cells.bin;
