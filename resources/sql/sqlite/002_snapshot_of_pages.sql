-- Schema 2: the snapshot is kept as the pages that are served, so that a start reads no records.
-- What was published under schema 1 is left: each zone is published once more from what is wanted,
-- with a serial above its floor.

DROP TABLE snapshot_page;
DROP TABLE snapshot;
DELETE FROM difference;
DELETE FROM version;
INSERT OR REPLACE INTO dirty (zone, scope, owner_key, owner, token, since, author)
    SELECT zone.id, 'zone', x'', x'', coalesce((SELECT max(token) FROM dirty), 0) + 1,
           CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER), 'schema 2'
    FROM zone;

-- The whole contents at version `number`: `pages` are ids in snapshot_page, eight octets each, in
-- order; `digest` is the SHA-256 over the digest of the version, SOA, its TTL and the digests of the
-- pages. Differences lead from there to every later version, and to it from those before.
CREATE TABLE snapshot (
    zone    INTEGER PRIMARY KEY REFERENCES zone (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    soa     BLOB    NOT NULL,
    soa_ttl INTEGER NOT NULL CHECK (soa_ttl BETWEEN 0 AND 2147483647),
    pages   BLOB    NOT NULL,
    digest  BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- `body`: where the page begins in its message, two octets, and the page itself. `digest` is its
-- SHA-256.
CREATE TABLE snapshot_page (
    id     INTEGER PRIMARY KEY,
    zone   INTEGER NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    digest BLOB    NOT NULL CHECK (length(digest) = 32),
    body   BLOB    NOT NULL
) STRICT;
CREATE INDEX snapshot_page_of_zone ON snapshot_page (zone);
