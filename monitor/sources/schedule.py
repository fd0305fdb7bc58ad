"""When is a source due next? Pure."""
