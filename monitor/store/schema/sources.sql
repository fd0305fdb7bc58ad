-- What is remembered of each source between polls, and which entries were taken in.

CREATE TABLE sources (
  name TEXT PRIMARY KEY,
  url TEXT NOT NULL,                 -- as configured; another one starts afresh
  moved_to TEXT NOT NULL,            -- where a proven permanent redirect leads
  title TEXT NOT NULL,
  etag TEXT NOT NULL,                -- validators, byte for byte as they came
  last_modified TEXT NOT NULL,
  body BLOB NOT NULL,                -- digest of the last body
  items BLOB NOT NULL,               -- digests of its items, 16 bytes each
  polls INTEGER NOT NULL,
  polled TEXT,
  succeeded TEXT,
  read_at TEXT,                      -- when a body was last read, not just "not modified"
  new_at TEXT,                       -- when an entry last was new
  next_poll TEXT,                    -- null: at once
  away_until TEXT,                   -- Retry-After
  failures INTEGER NOT NULL,         -- in a row
  failing_since TEXT,
  status INTEGER NOT NULL,           -- HTTP, 0 where there was no answer
  reason TEXT NOT NULL,              -- of the last failure: a word for programs
  detail TEXT NOT NULL,              -- the same in one line for people
  gone TEXT,                         -- when it said that it will not come back
  rolled TEXT,                       -- when its window moved past unseen entries
  empty INTEGER NOT NULL,            -- answers without any entry, in a row
  window INTEGER NOT NULL,           -- entries it lists at a time
  fresh_for REAL NOT NULL,           -- seconds
  closed TEXT NOT NULL,              -- skipHours and skipDays
  rhythm TEXT NOT NULL,              -- JSON: what it was seen to publish
  certificate_ends TEXT
) STRICT;
CREATE INDEX sources_due ON sources (next_poll);

CREATE TABLE entries (
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  url TEXT NOT NULL,                 -- normalised
  title TEXT NOT NULL,               -- normalised
  fingerprint BLOB NOT NULL,         -- digest of its words
  article TEXT NOT NULL,             -- articles.id
  seen TEXT NOT NULL,
  published TEXT,
  link TEXT NOT NULL,
  recheck TEXT,                      -- when to read its page again
  rechecks INTEGER NOT NULL,
  page BLOB NOT NULL,                -- digest of the page's words
  PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_url ON entries (source, url);
CREATE INDEX entries_title ON entries (source, title);
CREATE INDEX entries_recheck ON entries (recheck) WHERE recheck IS NOT NULL;
