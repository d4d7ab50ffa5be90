-- Which file is written? A checkpoint writes the last row group anew: of 122,880 vectors, as by default, that is 315 MB.
ATTACH IF NOT EXISTS $path AS {target} (READ_WRITE, ROW_GROUP_SIZE 16384);
