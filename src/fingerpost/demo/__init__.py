"""The demonstration authority: an invented county, written as files in the published layouts, loaded like any."""
