-- Which time zone is used? The same on every machine, so that days are the same.
SET TimeZone = 'UTC';
