-- What was published. Instants are RFC 3339 text in UTC and sort in the order of time.

CREATE TABLE articles (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  title TEXT NOT NULL,               -- of the newest version
  source TEXT NOT NULL,
  tier TEXT NOT NULL CHECK (tier IN ('official', 'press', 'other')),
  language TEXT NOT NULL,
  published TEXT,                    -- of the first version
  seen TEXT NOT NULL,
  version INTEGER NOT NULL,          -- the newest one
  story TEXT NOT NULL,               -- the report it is, or is a copy of
  dated TEXT NOT NULL GENERATED ALWAYS AS (coalesce(published, seen)) VIRTUAL
) STRICT;
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_story ON articles (story);

-- The wording of each version. A later one counts as published when its wording appeared.
CREATE TABLE versions (
  number INTEGER PRIMARY KEY,        -- also the key of the full-text index
  article INTEGER NOT NULL REFERENCES articles (number),
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  published TEXT,
  seen TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (article, version)
) STRICT;

-- What makes copies of one report recognisable: the keys that two copies may share.
CREATE TABLE signatures (
  article INTEGER PRIMARY KEY REFERENCES articles (number),
  signature TEXT NOT NULL            -- JSON
) STRICT;
CREATE TABLE signature_keys (
  key TEXT NOT NULL,
  dated TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES articles (number),
  PRIMARY KEY (key, dated, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX signature_keys_article ON signature_keys (article);
