-- How much memory may the engine take while works are classified, whose vectors are each read once?
SET memory_limit = '200MB';
