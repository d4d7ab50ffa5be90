-- Which review has this id?
SELECT * FROM reviews WHERE review_id = :review_id;
