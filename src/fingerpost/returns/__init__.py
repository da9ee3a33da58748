"""What schools send in the year: rounds of predictions, asked for, reminded of, checked, and held against what came."""
