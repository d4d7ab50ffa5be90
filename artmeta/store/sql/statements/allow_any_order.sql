-- Must rows that no query orders keep their order? That would hold them in memory.
SET preserve_insertion_order = false;
