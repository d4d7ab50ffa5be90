-- Which reviews of a collection are stored, in their order?
SELECT * EXCLUDE (collection) FROM reviews WHERE collection = $collection ORDER BY number;
