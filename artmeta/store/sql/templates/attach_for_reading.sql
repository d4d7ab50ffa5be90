-- Which file is read?
ATTACH IF NOT EXISTS $path AS {target} (READ_ONLY);
