-- How many threads may any other query use? One a core.
RESET threads;
