"""Other people's files: one vendor, one file."""
