-- How much memory may the engine take while pictures are embedded? A checkpoint of a row group of vectors takes 43 MB.
SET memory_limit = '80MB';
