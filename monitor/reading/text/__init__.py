"""A text made comparable: folded, cut into sentences and words, laid out, searched for phrases."""
