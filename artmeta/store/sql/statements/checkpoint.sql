-- Where is what was written? In the database, no longer in its log.
CHECKPOINT;
