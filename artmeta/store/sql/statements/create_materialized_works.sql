-- What is known of each work of a run? A temporary table with the columns of the view, to be filled part by part.
CREATE OR REPLACE TEMPORARY TABLE materialized_works AS FROM artwork_topics LIMIT 0;
