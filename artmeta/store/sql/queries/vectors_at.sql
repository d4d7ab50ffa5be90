-- Which vectors lie at given places of the table, none before the first and none after the last?
SELECT embeddings.rowid AS place, embeddings.vector
FROM embeddings
JOIN (SELECT unnest($places::BIGINT[]) AS place) AS requested ON requested.place = embeddings.rowid
WHERE embeddings.rowid BETWEEN $first AND $last;
