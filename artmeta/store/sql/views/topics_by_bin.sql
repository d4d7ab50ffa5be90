-- How many works of each topic were made in each bin of years? A work counts as 1, spread over the bins its date touches by years; works whose date is wider than two bins are left out.
CREATE OR REPLACE VIEW topics_by_bin AS
WITH dated AS (
    SELECT run_id, topic_id, date_earliest, date_latest, count(*) AS works
    FROM artwork_topics
    WHERE topic_id IS NOT NULL
    GROUP BY ALL  -- many works share a date: a hundred thousand become a few thousand rows to place
)
SELECT run_id, bin_years, bin, bin_last, topic_id, sum(works * part) AS works
FROM dated
JOIN date_bins USING (date_earliest, date_latest)
GROUP BY run_id, bin_years, bin, bin_last, topic_id;
