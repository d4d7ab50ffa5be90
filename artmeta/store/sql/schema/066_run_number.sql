-- In which order did the runs begin, whatever the clock said?
ALTER TABLE runs ADD COLUMN number BIGINT;
