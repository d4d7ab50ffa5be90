-- Must rows without ORDER BY keep their order? That would need memory.
SET preserve_insertion_order = false;
