-- How much memory may the engine keep at this moment? Hardly any, so that it releases its cache.
SET memory_limit = '1MB';
