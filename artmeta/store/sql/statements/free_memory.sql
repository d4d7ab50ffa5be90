-- How much memory may a query take that failed for want of it? Four fifths of the machine's, as the engine has it.
RESET memory_limit;
