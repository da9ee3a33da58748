"""Writes of the register, by topic: rebuilding it from lists, corrections by hand, local areas."""
