-- Which share has each topic in each bin, corrected for the model's errors, in all and by the groups that the trends were computed for?
SELECT bin_first, bin_last, grouping, group_name, topic_id, works, share, share_low, share_high
FROM trend_shares
WHERE run_id = $run_id
ORDER BY grouping, group_name, topic_id, bin_first;
