-- What did a reviewer decide last about each work of a collection?
SELECT artwork_id, action, list_sort(topic_ids) AS topic_ids, sha256
FROM reviews
WHERE collection = $collection AND reviewer = $reviewer AND action <> 'undo'
    AND review_id NOT IN (SELECT undoes FROM reviews WHERE action = 'undo')
QUALIFY row_number() OVER (PARTITION BY artwork_id ORDER BY number DESC) = 1;
