-- Into which new file is the database copied?
ATTACH $path AS {target};
