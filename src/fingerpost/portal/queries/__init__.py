"""What a school reads of itself, gathered from the rooms below."""
