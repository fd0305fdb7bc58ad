"""Which tracked names an article means: every form, found in one pass, and guarded."""
