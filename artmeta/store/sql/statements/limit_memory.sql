-- How much memory may a query over a whole collection take before it uses the disk? With Python and Arrow, 700 MB in all.
SET memory_limit = '370MB';
