-- What does the database hold at this moment, tables and views alike?
COPY FROM DATABASE {source} TO {target};
