-- Is the copy complete on disk?
DETACH {target};
