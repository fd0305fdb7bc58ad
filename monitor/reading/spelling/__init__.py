"""How a name may be written: cases, scripts, plurals, slips."""
