-- Which issue of a collection's trends is out of date, because they are computed again?
DELETE FROM issues WHERE collection = $collection AND step = 'assess' AND kind = 'not_compared';
