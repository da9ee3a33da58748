"""Reads of monitoring, by topic. Each is limited to what the person may see."""
