-- How many threads may such a query use? Each has buffers of its own.
SET threads = 2;
