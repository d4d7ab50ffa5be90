-- Which records of a collection went wrong, and why?
SELECT step, artwork_id, kind, message, run_id
FROM issues
WHERE collection = $collection
ORDER BY step, kind, artwork_id;
