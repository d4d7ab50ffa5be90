"""A museum that does not exist: pictures drawn from a seed, records written as museums write them."""
