"""Files for other systems; every module here is one format."""
