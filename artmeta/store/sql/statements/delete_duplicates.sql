-- Which pairs of copies were found before? They are searched again, because pictures are added, changed and removed.
DELETE FROM duplicates WHERE collection = $collection;
