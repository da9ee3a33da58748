"""What the four functions of school improvement share about a school."""
