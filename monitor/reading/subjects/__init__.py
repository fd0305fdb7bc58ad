"""Of whom a sentence speaks, and whose a value is."""
