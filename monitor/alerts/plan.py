"""Changes, routes and what was told -> alerts. Pure."""
