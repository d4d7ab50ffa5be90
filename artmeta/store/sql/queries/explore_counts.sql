-- How many works of each topic were made in each bin, in all and by group, for bins of $bin_years and up to three wider ones?
WITH works AS (
    SELECT topic_id, date_earliest, date_latest, venue, medium, artist_gender, coalesce(decision_status, '') AS status
    FROM artwork_topics
    WHERE run_id = $run_id AND topic_id IS NOT NULL
), grouped AS (
    SELECT topic_id, date_earliest, date_latest, grouping, group_name, count(*) AS works
    FROM (
        SELECT * EXCLUDE (venue, medium, artist_gender, status), unnest([
            {'grouping': '', 'group_name': ''}, {'grouping': 'venue', 'group_name': venue},
            {'grouping': 'medium', 'group_name': medium}, {'grouping': 'artist_gender', 'group_name': artist_gender},
            {'grouping': 'status', 'group_name': status}
        ], recursive := true)
        FROM works
    )
    GROUP BY ALL
), sizes AS (
    SELECT
        grouping, group_name, sum(works) AS works,
        row_number() OVER (PARTITION BY grouping ORDER BY group_name = '', sum(works) DESC, group_name) AS place,
        count(*) OVER (PARTITION BY grouping) AS groups
    FROM grouped
    GROUP BY grouping, group_name
), named AS (  -- the six largest groups have their names; NULL is the rest
    SELECT
        topic_id, date_earliest, date_latest, grouping, sum(grouped.works) AS works,
        CASE WHEN place <= 6 OR group_name = '' THEN group_name END AS group_name
    FROM grouped
    JOIN sizes USING (grouping, group_name)
    WHERE grouping = '' OR groups > 1
    GROUP BY ALL
), placed AS (
    SELECT bins.bin_years, bins.bin, bins.bin_last, grouping, group_name, topic_id, sum(works * part) AS works
    FROM named
    JOIN date_bins AS bins USING (date_earliest, date_latest)
    WHERE bins.bin_years IN ($bin_years, 1, 2, 5, 10, 20, 50, 100, 200, 500) AND bins.bin_years >= $bin_years
    GROUP BY ALL
), reach AS (  -- from the 1st to the 99th percentile of the works, so that an outlying year does not compress the rest
    SELECT bin_years, min(bin) FILTER (rising >= 0.01) AS low, max(bin) FILTER (falling >= 0.01) AS high
    FROM (
        SELECT
            bin_years, bin,
            sum(sum(works)) OVER (PARTITION BY bin_years ORDER BY bin) / sum(sum(works)) OVER (PARTITION BY bin_years) AS rising,
            sum(sum(works)) OVER (PARTITION BY bin_years ORDER BY bin DESC) / sum(sum(works)) OVER (PARTITION BY bin_years) AS falling
        FROM placed WHERE grouping = '' GROUP BY bin_years, bin
    )
    GROUP BY bin_years
    HAVING (high - low) / bin_years <= 60
    ORDER BY bin_years
    LIMIT 4
)
SELECT
    placed.bin_years, bin AS bin_first, bin_last, grouping, group_name, topic_id, placed.works,
    sizes.works AS group_works
FROM placed
JOIN reach USING (bin_years)
LEFT JOIN sizes USING (grouping, group_name)
WHERE bin BETWEEN reach.low AND reach.high
ORDER BY bin_years, grouping, group_name = '', sizes.works DESC NULLS LAST, group_name, topic_id, bin;
