-- How many works of a collection have people reviewed, with which result, and when was the last one reviewed?
SELECT review_status, count(*) AS works, max(reviewed_at) AS last_reviewed
FROM current_reviews
WHERE collection = $collection
GROUP BY review_status
ORDER BY review_status;
