-- Which views are about to be made again?
DELETE FROM schema_views;
