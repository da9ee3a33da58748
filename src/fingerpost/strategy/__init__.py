"""Read an edition of a strategy, rate schools by it, explain, simulate. Pure: no database, no clock, no network."""
