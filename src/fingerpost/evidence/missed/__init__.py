"""Who did not reach a measure: each combination of characteristics once, so that they add up to the cohort."""
