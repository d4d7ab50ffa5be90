-- How many reviews of a collection are stored, and which is the last?
SELECT count(*) AS reviews, coalesce(max(number), 0) AS last FROM reviews WHERE collection = $collection;
