-- The words of every version, folded by monitor.store.words; read it through `monitor search`.
CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
