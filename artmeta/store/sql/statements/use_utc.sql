-- Which clock is meant? A day is the same day on every machine.
SET TimeZone = 'UTC';
