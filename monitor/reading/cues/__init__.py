"""The words that announce a value, and those that say how it is put forward."""
