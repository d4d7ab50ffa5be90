-- Which name is the view's again?
DROP TABLE IF EXISTS temp.artwork_topics;
