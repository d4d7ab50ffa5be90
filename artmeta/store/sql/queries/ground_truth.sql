-- What does each work of a collection truly show, and when was it truly made?
SELECT artwork_id, topic_id, year FROM ground_truth WHERE collection = $collection ORDER BY artwork_id;
