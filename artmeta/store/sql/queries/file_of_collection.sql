-- Which file was a collection's newest run begun with?
SELECT config_path, config_digest FROM runs WHERE collection = $collection ORDER BY number DESC LIMIT 1;
