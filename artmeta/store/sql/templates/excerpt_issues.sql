-- Which issues has one collection? Of a work that must not be exported only that it must not, and why.
SELECT * FROM issues
WHERE collection = $collection AND (step = 'rights' OR artwork_id NOT IN (
    SELECT artwork_id FROM refusals WHERE refusals.collection = $collection AND refusals.use = 'exported'
));
