"""HTML to readable text."""
