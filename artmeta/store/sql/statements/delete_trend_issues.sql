-- Which issues of a collection's trends are out of date, because these are computed again?
DELETE FROM issues WHERE collection = $collection AND step = 'assess' AND kind IN ('not_compared', 'far_date');
