-- The words of every version, folded by monitor.store.words; read it through `monitor search`.
CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
-- Words are merged in larger parts: what a round of polls brings is indexed at a third less.
INSERT INTO search (search, rank) VALUES ('automerge', 8);
