-- What is the true share beside each estimated share, of the same works by their true years? Works that show none of the topics are left out.
WITH bins AS (
    SELECT DISTINCT bin_first, bin_last FROM trend_shares WHERE run_id = $run_id AND grouping = ''
), placed AS (
    SELECT bins.bin_first, known.topic_id, count(*) AS works
    FROM artwork_topics AS predicted
    JOIN ground_truth AS known ON known.collection = predicted.collection AND known.artwork_id = predicted.artwork_id
    JOIN bins ON known.year BETWEEN bins.bin_first AND bins.bin_last
    WHERE predicted.run_id = $run_id AND predicted.topic_id IS NOT NULL AND known.topic_id <> ''
        AND predicted.date_earliest IS NOT NULL AND predicted.date_latest IS NOT NULL
    GROUP BY ALL
), totals AS (
    SELECT bin_first, sum(works) AS works FROM placed GROUP BY bin_first
)
SELECT
    shares.bin_first, shares.bin_last, shares.topic_id, coalesce(named.topic_label, shares.topic_id) AS label,
    shares.works, shares.share, shares.share_low AS low, shares.share_high AS high, shares.share_counted AS counted,
    coalesce(placed.works, 0) / totals.works AS truth, totals.works AS true_works
FROM trend_shares AS shares
JOIN totals ON totals.bin_first = shares.bin_first
LEFT JOIN placed ON placed.bin_first = shares.bin_first AND placed.topic_id = shares.topic_id
LEFT JOIN run_topics AS named ON named.run_id = shares.run_id AND named.topic_id = shares.topic_id
WHERE shares.run_id = $run_id AND shares.grouping = ''
ORDER BY named.position NULLS LAST, shares.topic_id, shares.bin_first;
