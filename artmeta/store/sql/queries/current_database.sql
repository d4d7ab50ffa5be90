-- Under which name is this database open?
SELECT current_database();
