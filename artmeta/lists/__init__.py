"""Lists as people export them: form, encoding, delimiter, heading and rows; read by sources and by the commands."""
