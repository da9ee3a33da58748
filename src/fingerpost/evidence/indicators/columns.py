"""References for columns whose names we have from a catalogue and not yet from a file."""

#: Names taken from the previews in the catalogue of Explore Education Statistics.
EES = "Explore Education Statistics, data catalogue: preview of the data set, 2022/23 on"
#: Names taken from the department's provisional key stage 4 tables of 2018, headings only.
KS4_2018 = "DfE, provisional key stage 4 performance tables 2018: headings"
