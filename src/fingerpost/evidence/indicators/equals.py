"""Measures of the Local Authority Interactive Tool that are the same as ours, reviewed one by one.

`BY_VALUE` were compared with what we read from the department's own files, authority by authority: nearly all agree to
the tool's rounding (tests/shared_data/test_published.py does it again). `BY_DEFINITION` have the same definition in the
tool's dictionary, but no file beside them to compare with, or one of another release.

The tool's figures for England at key stage 2 are a point above those of the performance tables in some years: it has
the headline, the tables have the schools.

Left out on purpose, though they sound alike: free meals, first language and special needs by phase (the tool has all
state-funded schools on another base than the census file beside the performance tables), FSP_NEW_COMMS (one area of
learning, ours is three together) and FSPAVEPreChild (goals from 2022, ours is points to 2019).
"""

from __future__ import annotations

#: our indicator -> the tool's measure and our group
BY_VALUE: dict[str, tuple[tuple[str, str], ...]] = {
    "eyfs_gld": (("FSP_NEW_GOODDEV", "all"),),
    "eyfs_all_goals": (("FSP_NEW_ALL-ELGS", "all"),),
    "ks2_rwm_expected": (
        ("KS2RWM_Expected_STD", "all"),
        ("DAP_NEW_KS2_RWM", "disadvantaged"),
        ("NonDAP_NEW_KS2_RWM", "not_disadvantaged"),
    ),
    "ks2_rwm_higher": (("KS2RWM_Higher_STD", "all"),),
    "ks2_reading_expected": (("KS2R_Expected_STD", "all"),),
    "ks2_reading_higher": (("KS2R_Higher_STD", "all"),),
    "ks2_maths_expected": (("KS2M_Expected_STD", "all"),),
    "ks2_maths_higher": (("KS2M_Higher_STD", "all"),),
    "ks2_gps_expected": (("KS2GPS_Expected_STD", "all"),),
    "ks2_gps_higher": (("KS2GPS_Higher_STD", "all"),),
    "ks2_writing_expected": (("KS2W_Teacher_Assess", "all"),),
    "ks2_writing_higher": (("KS2GDW_Teacher_Assess", "all"),),
    "ks2_science_expected": (("KS2Sci_Teacher_Assess", "all"),),
    "ks2_reading_scaled": (("KS2R_AVG_Scaled_Score", "all"),),
    "ks2_maths_scaled": (("KS2M_AVG_Scaled_Score", "all"),),
    "ks2_gps_scaled": (("KS2GPS_AVG_Scaled_Score", "all"),),
    "ks2_reading_progress": (
        ("KS2R_Prog_VA", "all"),
        ("KS2_DAP_Reading_Progress", "disadvantaged"),
        ("KS2_NonDAP_Reading_Progress", "not_disadvantaged"),
    ),
    "ks2_writing_progress": (
        ("KS2W_Prog_VA", "all"),
        ("KS2_DAP_Writing_Progress", "disadvantaged"),
        ("KS2_NonDAP_Writing_Progress", "not_disadvantaged"),
    ),
    "ks2_maths_progress": (
        ("KS2M_Prog_VA", "all"),
        ("KS2_DAP_Maths_Progress", "disadvantaged"),
        ("KS2_NonDAP_Maths_Progress", "not_disadvantaged"),
    ),
    "ks4_attainment8": (
        ("DAP_KS4_ATT8", "disadvantaged"),
        ("NonDAP_KS4_ATT8", "not_disadvantaged"),
        ("FSM_AVG_Attain8_Score", "fsm"),
        ("NonFSM_AVG_Attain8_Score", "not_fsm"),
        ("SEN_NoID_AVG_Attain8_Score", "sen_none"),
        ("SEN_WoStat_AVG_Attain8_Score", "sen_support"),
        ("SEN_Stat_AVG_Attain8_Score", "sen_plan"),
        ("AVG_Attain8_Score_Asian", "asian"),
        ("AVG_Attain8_Score_Black", "black"),
        ("AVG_Attain8_Score_Chine", "chinese"),
        ("AVG_Attain8_Score_Mixed", "mixed"),
        ("AVG_Attain8_Score_White", "white"),
    ),
    "ks4_progress8": (
        ("AVG_Prog8_Score", "all"),
        ("DAP_KS4_Prog8", "disadvantaged"),
        ("NonDAP_KS4_Prog8", "not_disadvantaged"),
        ("FSM_AVG_Prog8_Score", "fsm"),
        ("NonFSM_AVG_Prog8_Score", "not_fsm"),
        ("SEN_NoID_AVG_Prog8_Score", "sen_none"),
        ("SEN_WoStat_AVG_Prog8_Score", "sen_support"),
        ("SEN_Stat_AVG_Prog8_Score", "sen_plan"),
        ("AVG_Prog8_Score_Asian", "asian"),
        ("AVG_Prog8_Score_Black", "black"),
        ("AVG_Prog8_Score_Chine", "chinese"),
        ("AVG_Prog8_Score_Mixed", "mixed"),
        ("AVG_Prog8_Score_White", "white"),
    ),
    "ks4_ebacc_entry": (
        ("EngBacEntriesNonSEN", "sen_none"),
        ("EngBacEntriesSENSupport", "sen_support"),
        ("EngBacEntriesSEN", "sen_plan"),
    ),
    "ks4_ebacc_points": (
        ("EngBacAvgPointScoreNonSEN", "sen_none"),
        ("EngBacAvgPointScoreSENSupport", "sen_support"),
        ("EngBacAvgPointScoreSEN", "sen_plan"),
    ),
    "ks5_alevel_points_entry": (("APSE_Alevel", "all"),),
    "ks5_best3_points": (("APSE_Best_3ALevels", "all"),),
    "ks5_aab": (("Alevel_2FacilSubs", "all"),),
    "ks5_applied_general_points": (("APSE_GenS", "all"),),
    "ks5_tech_level_points": (("APSE_Tech", "all"),),
    "absence_overall": (
        ("PriTotAbs", "phase=primary"),
        ("SecTotAbs", "phase=secondary"),
        ("total_absence_special", "phase=special"),
    ),
    "absence_authorised": (
        ("PriAuth", "phase=primary"),
        ("SecAuth", "phase=secondary"),
        ("authorised_absence_special", "phase=special"),
    ),
    "absence_unauthorised": (
        ("PriUnauth", "phase=primary"),
        ("SecUnauth", "phase=secondary"),
        ("unauthorised_absence_special", "phase=special"),
    ),
    "absence_persistent": (
        ("SFPriPerAbNew", "phase=primary"),
        ("SFSecPerAbNew", "phase=secondary"),
        ("SpecPerAbNew", "phase=special"),
    ),
    "exclusions_permanent": (
        ("TotPermEx", "all"),
        ("PriPermEx", "phase=primary"),
        ("SecPermEx", "phase=secondary"),
        ("SpecPermEx", "phase=special"),
    ),
    "suspensions": (
        ("TotFixedEx", "all"),
        ("PriFixedEx", "phase=primary"),
        ("SecFixedEx", "phase=secondary"),
        ("SpecFixedEx", "phase=special"),
    ),
    "suspended_pupils": (
        ("Total_ Pup_FixedEx", "all"),
        ("Pri_ Pup_FixedEx", "phase=primary"),
        ("Sec_ Pup_FixedEx", "phase=secondary"),
        ("Spec_ Pup_FixedEx", "phase=special"),
    ),
    "ehc_20_weeks": (("SEN_EHC_Excpt_20wks", "all"),),
    "ehc_20_weeks_all": (("SEN_EHC_All_20wks", "all"),),
    "ehc_refused": (("EHCP_Initial_req_refused", "all"),),
}

BY_DEFINITION: dict[str, tuple[tuple[str, str], ...]] = {
    "eyfs_gld": (
        ("FSP_Gooddev_FSM", "fsm"),
        ("FSP_Gooddev_FSM_Other", "not_fsm"),
        ("FSP_Gooddev_With_SENSTATE", "sen_plan"),
        ("FSP_Gooddev_Without_SENSTATE", "sen_support"),
        ("FSP_Gooddev_Asian", "asian"),
        ("FSP_Gooddev_Black", "black"),
        ("FSP_Gooddev_Chinese", "chinese"),
        ("FSP_Gooddev_Mixed", "mixed"),
        ("FSP_Gooddev_White", "white"),
        ("FSP_Gooddev_Other", "other_ethnicity"),
    ),
    "phonics_year1": (
        ("KS1P_all", "all"),
        ("KS1P_FSM", "fsm"),
        ("KS1P_NonSEND", "sen_none"),
        ("KS1P_SEND", "sen_support"),
        ("KS1P_EHCP", "sen_plan"),
    ),
    "ks2_rwm_expected": (
        ("FSM_NEW_KS2_RWM", "fsm"),
        ("NonFSM_NEW_KS2_RWM", "not_fsm"),
        ("NoID_SEN_NEW_KS2_RWM", "sen_none"),
        ("NEW_KS2_RWM_Sen_W/Osta", "sen_support"),
        ("NEW_KS2_RWM_Sen_Withsta", "sen_plan"),
        ("KS2_NEW_Asian_RWM", "asian"),
        ("KS2_NEW_Black_RWM", "black"),
        ("KS2_NEW_Chine_RWM", "chinese"),
        ("KS2_NEW_Mixed_RWM", "mixed"),
        ("KS2_NEW_White_RWM", "white"),
        ("KS2_NEW_Other_RWM", "other_ethnicity"),
    ),
    "ks2_reading_progress": (
        ("KS2_FSM_Reading_Progress", "fsm"),
        ("KS2_nonFSM_Reading_Progress", "not_fsm"),
        ("KS2_NonSEN_Reading_Progress", "sen_none"),
        ("KS2_SENSupport_Reading_Progress", "sen_support"),
        ("KS2_SEN_Reading_Progress", "sen_plan"),
    ),
    "ks2_writing_progress": (
        ("KS2_FSM_Writing_Progress", "fsm"),
        ("KS2_nonFSM_Writing_Progress", "not_fsm"),
        ("KS2_NonSEN_Writing_Progress", "sen_none"),
        ("KS2_SENSupport_Writing_Progress", "sen_support"),
        ("KS2_SEN_Writing_Progress", "sen_plan"),
    ),
    "ks2_maths_progress": (
        ("KS2_FSM_Maths_Progress", "fsm"),
        ("KS2_nonFSM_Maths_Progress", "not_fsm"),
        ("KS2_NonSEN_Maths_Progress", "sen_none"),
        ("KS2_SENSupport_Maths_Progress", "sen_support"),
        ("KS2_SEN_Maths_Progress", "sen_plan"),
    ),
    "ks2_tables_full_marks": (
        ("Multiplication_Total", "all"),
        ("Multiplication_AllSEND", "sen_any"),
        ("Multiplication_SENDSupport", "sen_support"),
        ("Multiplication_EHCP", "sen_plan"),
    ),
    "ks2_tables_score": (("Multiplication_Total_APS", "all"),),
    # Our file of 2017 is the provisional one: within a point and a half of the tool's final figures.
    "ks4_attainment8": (("AVG_Attain8_Score", "all"),),
    "ks4_english_maths_4": (("EngMaths9-4", "all"),),
    "ks4_english_maths_5": (("EngMaths9-5", "all"),),
    "ks4_ebacc_4": (("EngBac9-4", "all"),),
    "ks4_ebacc_5": (("EngBac9-5", "all"),),
    "ks4_ebacc_entry": (("EngBacEntries", "all"),),
    "ks4_ebacc_points": (("EngBacAvgPointScore", "all"),),
    "absence_overall": (("TotAbs", "all"),),
    "absence_authorised": (("TotAuthAbs", "all"),),
    "absence_unauthorised": (("TotUnAuthAbs", "all"),),
    "absence_persistent": (("TotPerAbNew", "all"),),
    "absence_severe": (
        ("TotSevPerAbNew", "all"),
        ("SFPriSevPerAbNew", "phase=primary"),
        ("SFSecSevPerAbNew", "phase=secondary"),
        ("SpecSevPerAbNew", "phase=special"),
    ),
    # Our file is the release of 2018: England by group within half a point of the tool's revised figures.
    "level2_by_19": (
        ("Level2Age19", "all"),
        ("Level2_FMS_Attain", "fsm"),
        ("Level2Age19_NON_FSM", "not_fsm"),
        ("Age19_NoNSEN", "sen_none"),
        ("Age19_SENwoS", "sen_support"),
        ("Age19_SEN-S", "sen_plan"),
    ),
    "level2_em_by_19": (
        ("Level2Age19_E&M", "all"),
        ("Level2Age19_E&M_FSM", "fsm"),
        ("Level2Age19_E&M_NON_FSM", "not_fsm"),
        ("Age19_NoNSEN_L2EM", "sen_none"),
        ("Age19_SENwoS_L2EM", "sen_support"),
        ("Age19_SEN-S_L2EM", "sen_plan"),
    ),
    "level3_by_19": (
        ("Level3Age19", "all"),
        ("Level3_FMS_Attain", "fsm"),
        ("NonFSM_L3_aged19", "not_fsm"),
        ("Age19_NoNSEN_L3", "sen_none"),
        ("Age19_SENwoS_L3", "sen_support"),
        ("Age19_SEN-S_L3", "sen_plan"),
    ),
}


def of(code: str) -> tuple[tuple[str, str], ...]:
    """The tool's measures that are the same as an indicator of ours, each with our group."""
    return (*BY_VALUE.get(code, ()), *BY_DEFINITION.get(code, ()))
