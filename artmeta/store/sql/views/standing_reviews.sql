-- Which review of each work by each reviewer stands: the last one that decides something and was not taken back?
CREATE OR REPLACE VIEW standing_reviews AS
SELECT * EXCLUDE (topic_ids, undoes), list_sort(list_distinct(topic_ids)) AS topic_ids
FROM reviews
WHERE action IN ('accept', 'correct', 'reject')
    AND review_id NOT IN (SELECT undoes FROM reviews WHERE action = 'undo')
QUALIFY row_number() OVER (PARTITION BY collection, artwork_id, reviewer ORDER BY number DESC) = 1;
