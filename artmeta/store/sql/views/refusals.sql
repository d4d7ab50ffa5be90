-- Which use of which work do its rights not allow, and why? `use` is fetched, trained_on, shown or exported.
CREATE OR REPLACE VIEW refusals AS
SELECT collection, artwork_id, substr(kind, 5) AS use, message FROM issues WHERE step = 'rights';
