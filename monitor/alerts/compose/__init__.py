"""An alert as subject, text, HTML and Slack blocks. Pure."""
