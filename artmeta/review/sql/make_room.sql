-- Which numbers do the reviews have behind others that are put back before them?
UPDATE reviews SET number = number + :last;
