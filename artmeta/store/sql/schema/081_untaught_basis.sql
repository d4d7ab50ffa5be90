-- Which works was the share of untaught works estimated by?
ALTER TABLE untaught_shares ADD COLUMN basis VARCHAR;
COMMENT ON COLUMN untaught_shares.basis IS 'none class, labelled works (of the collection) or training works; NULL where the estimate is of an earlier version, by training works';
