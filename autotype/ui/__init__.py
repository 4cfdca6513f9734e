"""The editor's window. No engine here: suggestions come and go as plain values."""
