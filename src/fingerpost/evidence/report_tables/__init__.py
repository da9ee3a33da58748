"""Tables of pupil groups as an authority's annual report prints them, and what a printed one contradicts."""
