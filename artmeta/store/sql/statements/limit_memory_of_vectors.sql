-- How much memory may the engine take while vectors are read, of which none is read twice?
SET memory_limit = '200MB';
