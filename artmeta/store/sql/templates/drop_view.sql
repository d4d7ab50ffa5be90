-- Which view is out of date?
DROP VIEW IF EXISTS {view};
