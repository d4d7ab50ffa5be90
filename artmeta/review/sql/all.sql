-- Which reviews are there after a number, in their order?
SELECT * FROM reviews WHERE number > :after ORDER BY number;
