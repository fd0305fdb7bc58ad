-- The words of every version, folded by monitor.store.search; read it through that module.
CREATE VIRTUAL TABLE search USING fts5 (
  title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
