"""How far a project or a negotiation has come, from the words for its rungs."""
