-- What was worked out once and saves time; it can be emptied at any moment.
CREATE TABLE kept (
  name TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;
