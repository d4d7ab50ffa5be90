-- Which rows does this connection read in the view's place? Temporary tables come first where a name is looked up.
ALTER TABLE temp.materialized_works RENAME TO artwork_topics;
