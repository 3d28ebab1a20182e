"""One vendor, one file or folder."""
