-- How are columns compressed otherwise? As the engine chooses.
RESET disabled_compression_methods;
