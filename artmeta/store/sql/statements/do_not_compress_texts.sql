-- How are columns compressed while vectors are written? Not by FSST: it gains 1% of them, and analyses half of a row group in memory.
SET disabled_compression_methods = 'fsst';
