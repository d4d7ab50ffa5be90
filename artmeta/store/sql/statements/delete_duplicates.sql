-- Which pairs of copies were found before? They are looked for anew, because pictures come, change and go.
DELETE FROM duplicates WHERE collection = $collection;
