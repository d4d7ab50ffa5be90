-- Which review takes this one back?
SELECT review_id FROM reviews WHERE undoes = :review_id;
