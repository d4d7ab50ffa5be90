-- Of how many works of a collection are topics withdrawn?
SELECT count(DISTINCT artwork_id) AS works FROM withdrawn_works WHERE collection = $collection;
