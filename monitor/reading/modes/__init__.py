"""How a value is put forward: planned, happened, set aside, denied, doubted; of what time."""
