"""Nothing in a test reaches beyond this machine, reads the real clock or sleeps."""
