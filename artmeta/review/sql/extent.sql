-- How many reviews are there, and which is the last?
SELECT count(*), coalesce(max(number), 0) FROM reviews;
