"""England's and the region's figures as the demonstration has them: invented, and of the size that real ones have."""

from __future__ import annotations

#: Key stage 2, all pupils: percentages at the expected and the higher standard, average scaled scores.
KS2 = {
    "PTRWM_EXP": (59, 60, 61, 62, 62), "PTRWM_HIGH": (7, 8, 8, 8, 9),
    "PTREAD_EXP": (75, 73, 74, 75, 75), "PTREAD_HIGH": (28, 29, 29, 33, 32),
    "PTGPS_EXP": (72, 72, 72, 73, 73), "PTGPS_HIGH": (28, 30, 32, 30, 31),
    "PTMAT_EXP": (71, 73, 73, 74, 75), "PTMAT_HIGH": (22, 24, 24, 26, 26),
    "PTWRITTA_EXP": (69, 71, 72, 72, 73), "PTWRITTA_HIGH": (13, 13, 13, 13, 13),
    "READ_AVERAGE": (105, 105, 105, 106, 106), "GPS_AVERAGE": (105, 105, 105, 105, 105),
    "MAT_AVERAGE": (104, 104, 104, 105, 105),
}  # fmt: skip
#: How far a group is from all pupils: in points, in scores, in progress.
KS2_GROUPS = {
    "boys": (-3, -0.6, -0.2), "girls": (3, 0.6, 0.2), "low_prior": (-52, -10, 0), "middle_prior": (-3, -0.5, 0),
    "high_prior": (31, 5.5, 0), "disadvantaged": (-15, -2.2, -0.7), "not_disadvantaged": (6, 0.9, 0.3),
    "eal": (0, 0.1, 1.5), "settled": (1, 0.2, 0.0),
}  # fmt: skip
KS2_PUPILS = 668_000
#: Key stage 4, state-funded schools; Progress 8 to 2024 only.
KS4 = {
    "ATT8SCR": (48.9, 46.4, 46.1, 46.1, 46.2), "P8MEA": (-0.03, -0.03, -0.03, None, None),
    "PTL2BASICS_95": (50.0, 45.5, 46.2, 45.4, 45.6), "PTL2BASICS_94": (69.1, 65.4, 65.4, 65.1, 65.3),
    "PTEBACC_E_PTQ_EE": (38.8, 39.4, 40.5, 40.5, 40.2), "PTEBACC_95": (20.4, 17.2, 18.0, 18.2, 18.3),
    "PTEBACC_94": (27.0, 24.2, 24.6, 24.7, 24.9), "EBACCAPS": (4.28, 4.06, 4.09, 4.08, 4.09),
}  # fmt: skip
KS4_GROUPS = {
    "boys": (-2.4, -0.17), "girls": (2.5, 0.12), "low_prior": (-19.5, -0.03), "middle_prior": (-3.5, -0.03),
    "high_prior": (15.5, -0.02), "disadvantaged": (-11.3, -0.54), "not_disadvantaged": (4.1, 0.15), "eal": (2.2, 0.51),
    "settled": (0.5, 0.0),
}  # fmt: skip
KS4_PUPILS = 622_000
#: Sixteen to eighteen, A level students at state-funded schools and colleges.
KS5 = {
    "TALLPPE_ALEV_1618": (37.9, 34.0, 34.2, 34.4), "TB3PTSE": (38.2, 34.6, 34.9, 35.1),
    "PTAAB_2FAC": (20.7, 14.8, 15.2, 15.4), "PT_Retained_ALEV_Ret": (91.6, 90.9, 91.1, 91.4),
}  # fmt: skip
KS5_PUPILS = 250_000
#: Absence by phase: overall, and persistent at ten in a hundred.
ABSENCE = {
    "PRI": ((6.3, 17.7), (5.9, 16.2), (5.5, 14.6), (5.2, 13.3)),
    "SEC": ((9.0, 27.7), (9.0, 26.5), (8.9, 25.6), (8.5, 23.8)),
    "SPE": ((13.1, 40.4), (13.0, 38.2), (13.0, 37.2), (12.7, 36.3)),
}
#: Attendance in 2025/26 so far: share of sessions attended, authorised and unauthorised absence, persistent absence.
ATTENDANCE = {"Total": (93.2, 4.5, 2.3, 17.6), "Primary": (94.9, 3.8, 1.3, 12.6), "Secondary": (91.7, 5.0, 3.3, 22.9),
              "Special": (87.6, 8.9, 3.5, 35.5)}  # fmt: skip
#: The census: pupils, shares with an EHC plan, SEN support, another language, free meals now and in six years.
CENSUS = {
    "PRI": (4_600_000, (2.3, 2.5, 2.8, 3.0, 3.2), (13.0, 13.5, 14.1, 14.4, 14.6), 21.8,
            (23.1, 24.0, 24.3, 24.7, 24.9), 25.8),
    "SEC": (3_640_000, (2.2, 2.4, 2.7, 2.9, 3.1), (11.9, 12.4, 12.9, 13.4, 13.8), 18.1,
            (20.9, 22.7, 24.1, 25.2, 25.6), 27.0),
    "SPE": (155_000, (99.0,) * 5, (0.9,) * 5, 14.8, (44.4, 46.1, 46.6, 47.3, 47.6), 50.5),
}  # fmt: skip
#: The workforce: pupils to each teacher and the mean salary, by phase.
WORKFORCE = {"PRI": (20.8, 40_300, 1_700), "SEC": (16.8, 43_400, 1_900), "SPE": (6.2, 42_900, 1_800)}
#: Early years and phonics: per cent of children, and the children.
GLD, ELG, CLL = (65.2, 67.2, 67.7, 68.3), (63.4, 65.6, 66.2, 66.8), (68.7, 69.0, 69.3, 69.9)
PHONICS = (75, 79, 80, 80)
CHILDREN = 622_000
#: Suspensions, pupils suspended and permanent exclusions, for each hundred pupils, by phase.
SUSPENSIONS = {
    "Total": ((6.91, 2.9, 0.08), (9.33, 3.6, 0.11), (11.31, 4.2, 0.13), (11.2, 4.1, 0.13)),
    "State-funded primary": ((1.42, 0.62, 0.02), (1.82, 0.74, 0.03), (2.15, 0.86, 0.03), (2.3, 0.9, 0.03)),
    "State-funded secondary": ((13.96, 5.9, 0.16), (18.57, 7.4, 0.22), (22.6, 8.4, 0.26), (22.1, 8.2, 0.25)),
}
#: The region beside England: how far its attainment figures are from England's, in points.
REGION = -1.0


def of(values: dict[str, tuple], year: int) -> dict[str, float]:
    """The figures of one year, of those that exist for it."""
    place = year - 2022
    return {
        name: found[place]
        for name, found in values.items()
        if place < len(found) and found[place] is not None
    }
