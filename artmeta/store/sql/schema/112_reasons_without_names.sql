-- Which pictures are to be decoded again, because the reason why they cannot be read names the file of one work, and others may have the same bytes?
UPDATE unreadable_pictures SET decoder = decoder || ', with file names';
