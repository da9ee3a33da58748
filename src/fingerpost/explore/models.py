"""Nothing is kept here: figures are read from the archive, and an address holds what was asked."""
