"""What schools and members see: a school's own pages, the scheme in plain words, a ward."""
