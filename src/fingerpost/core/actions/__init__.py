"""Everything that changes what core keeps. Other rooms call through the module: `audit.record(...)`."""
