-- For people with Datasette, sqlite-utils or the sqlite3 shell; the program uses none of them.

CREATE VIEW board AS
SELECT f.id AS fact, e.name AS entity, f.attribute, json_extract(s.value, '$.text') AS value,
  coalesce(s.state, 'open') AS state, s.since, s.sources, s.last_seen,
  json_extract(f.believed, '$.text') AS believed, f.as_of
FROM facts f
JOIN entities e ON e.id = f.entity
LEFT JOIN standing s ON s.fact = f.id
WHERE f.tracked;

CREATE VIEW change_log AS
SELECT x.id AS change, x.published, x.fact, x.verdict, json_extract(x.old, '$.text') AS "from",
  json_extract(x.new, '$.text') AS "to", x.state, round(x.confidence, 2) AS confidence,
  x.stories, a.source, a.title, a.url, x.why, x.review
FROM changes x
LEFT JOIN articles a ON a.number = x.article
WHERE x.replaced_by IS NULL;

CREATE VIEW claim_log AS
SELECT c.id AS claim, c.dated AS published, c.fact, json_extract(c.value, '$.text') AS value,
  c.modality, round(c.confidence, 2) AS confidence, c.quote, c.speaker, a.source, a.tier,
  a.title, a.url, a.story, c.review
FROM claims c
JOIN articles a ON a.number = c.article
WHERE c.withdrawn IS NULL;

CREATE VIEW hit_log AS
SELECT h.id AS hit, h.dated AS published, h.entity, round(h.score, 2) AS score,
  json_extract(h.mention, '$.text') AS named, json_extract(h.mention, '$.how') AS how,
  a.source, a.title, a.url, h.review
FROM hits h
JOIN articles a ON a.number = h.article
WHERE h.withdrawn IS NULL;

CREATE VIEW delivery_log AS
SELECT d.at, a.channel, a.route, a.event, a.fact, a.subject, d.outcome, d.detail, a.id AS alert
FROM deliveries d
JOIN alerts a ON a.id = d.alert;
