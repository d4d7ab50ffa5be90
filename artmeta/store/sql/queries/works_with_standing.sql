-- May what a run says of each work it judged stand, and how strange did each work look to its model?
SELECT
    artwork_id, title, coalesce(topic_label, topic_id) AS topic_label, confidence, standing, sure_from,
    strangeness, strange_from
FROM artwork_records
WHERE run_id = $run_id AND standing IS NOT NULL
ORDER BY artwork_id;
