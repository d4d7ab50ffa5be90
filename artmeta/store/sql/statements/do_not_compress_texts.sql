-- How are columns compressed while vectors are written? Not as texts: that gains 1% of them, and its analysis holds a row group of them in memory, for want of which a checkpoint fails.
SET disabled_compression_methods = 'fsst,dictionary';
