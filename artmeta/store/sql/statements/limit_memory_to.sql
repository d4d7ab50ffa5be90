-- How much memory may the engine take for a while?
SET memory_limit = $limit;
