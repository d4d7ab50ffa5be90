-- How much memory may the engine take before it uses the disk? With Python and Arrow, 700 MB for a process.
SET memory_limit = '370MB';
