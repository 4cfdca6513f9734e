"""Real programs at a real screen, typed into with suggestions: `make test-programs`."""
