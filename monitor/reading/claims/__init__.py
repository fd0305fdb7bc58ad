"""Values given to facts: attached, merged, and how sure each is."""
