-- How much memory may any other query take? Four fifths of the machine's, as the engine has it.
RESET memory_limit;
