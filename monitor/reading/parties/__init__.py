"""Who owns, buys, builds and holds: companies by the words that make them parties."""
