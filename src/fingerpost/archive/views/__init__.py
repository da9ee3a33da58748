"""The data pages: what is loaded, loading and withdrawing, and where a figure comes from."""
