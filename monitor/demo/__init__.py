"""A recorded month of news and local sinks, for a first look."""
