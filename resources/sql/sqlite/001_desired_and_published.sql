-- Schema 1 of the embedded store. Names are kept in wire form (letter case kept) beside a key whose
-- plain byte order is the canonical order of names (RFC 4034 section 6.1); RDATA is wire form.
-- Moments are microseconds since 1970-01-01 UTC. Serials are numbers on a circle: no ORDER BY serial.

CREATE TABLE zone (
    id          INTEGER PRIMARY KEY,
    key         BLOB    NOT NULL UNIQUE,
    name        BLOB    NOT NULL,
    source      TEXT    NOT NULL CHECK (source IN ('embedded', 'zone file')),
    source_name TEXT    NOT NULL,
    policy      TEXT    NOT NULL CHECK (policy IN ('increment', 'unixtime', 'date')),
    soa_primary BLOB    NOT NULL,
    soa_mailbox BLOB    NOT NULL,
    soa_serial  INTEGER NOT NULL CHECK (soa_serial BETWEEN 0 AND 4294967295), -- at least this one next
    soa_refresh INTEGER NOT NULL CHECK (soa_refresh BETWEEN 0 AND 4294967295),
    soa_retry   INTEGER NOT NULL CHECK (soa_retry BETWEEN 0 AND 4294967295),
    soa_expire  INTEGER NOT NULL CHECK (soa_expire BETWEEN 0 AND 4294967295),
    soa_minimum INTEGER NOT NULL CHECK (soa_minimum BETWEEN 0 AND 4294967295),
    soa_ttl     INTEGER NOT NULL CHECK (soa_ttl BETWEEN 0 AND 2147483647),
    retires_at  INTEGER
) STRICT;

-- Outlives its zone for ever, so that a zone that is made again never publishes an old serial.
CREATE TABLE serial_floor (
    zone_key BLOB    PRIMARY KEY,
    serial   INTEGER NOT NULL CHECK (serial BETWEEN 1 AND 4294967295)
) STRICT, WITHOUT ROWID;

-- Desired records: what people want. The apex SOA is in `zone`.
CREATE TABLE record (
    zone      INTEGER NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    owner_key BLOB    NOT NULL,
    type      INTEGER NOT NULL CHECK (type BETWEEN 1 AND 65535 AND type <> 6),
    rdata     BLOB    NOT NULL CHECK (length(rdata) <= 65535),
    ttl       INTEGER NOT NULL CHECK (ttl BETWEEN 0 AND 2147483647),
    owner     BLOB    NOT NULL CHECK (length(owner) BETWEEN 1 AND 255),
    PRIMARY KEY (zone, owner_key, type, rdata)
) STRICT, WITHOUT ROWID;

-- Owners that changed since they were last published. Scope 'zone' asks for a full reconcile.
-- Tokens rise with every mark: what was marked again after it was taken has a higher one and stays.
CREATE TABLE dirty (
    zone      INTEGER NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    scope     TEXT    NOT NULL CHECK (scope IN ('owner', 'zone')),
    owner_key BLOB    NOT NULL,
    owner     BLOB    NOT NULL,
    token     INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    author    TEXT    NOT NULL,
    PRIMARY KEY (zone, scope, owner_key)
) STRICT, WITHOUT ROWID;

-- Published versions. `number` counts them within the zone, because serials wrap.
CREATE TABLE version (
    zone              INTEGER NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    number            INTEGER NOT NULL CHECK (number >= 1),
    serial            INTEGER NOT NULL CHECK (serial BETWEEN 1 AND 4294967295),
    committed_at      INTEGER NOT NULL,
    published_at      INTEGER NOT NULL,
    author            TEXT    NOT NULL,
    added             INTEGER NOT NULL,
    removed           INTEGER NOT NULL,
    records           INTEGER NOT NULL,
    digest            BLOB    NOT NULL CHECK (length(digest) = 32),
    difference_octets INTEGER NOT NULL,
    PRIMARY KEY (zone, number),
    UNIQUE (zone, serial)
) STRICT, WITHOUT ROWID;

-- The difference that leads to version `number` from the one before it.
CREATE TABLE difference (
    id     INTEGER PRIMARY KEY,
    zone   INTEGER NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body   BLOB    NOT NULL,
    UNIQUE (zone, number)
) STRICT;

-- The whole contents at the oldest version that can be rebuilt: its SOA here, its records in
-- snapshot_page. Differences from there on lead to every later version; `octets` is their weight.
CREATE TABLE snapshot (
    zone    INTEGER PRIMARY KEY REFERENCES zone (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    soa     BLOB    NOT NULL,
    soa_ttl INTEGER NOT NULL CHECK (soa_ttl BETWEEN 0 AND 2147483647),
    octets  INTEGER NOT NULL CHECK (octets >= 0)
) STRICT;

-- Whole owners in canonical order from `first_key` up to the next page's; the first page's is ''.
CREATE TABLE snapshot_page (
    id        INTEGER PRIMARY KEY,
    zone      INTEGER NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    first_key BLOB    NOT NULL,
    records   BLOB    NOT NULL,
    UNIQUE (zone, first_key)
) STRICT;

-- Times of one version on one secondary.
CREATE TABLE receipt (
    zone         INTEGER NOT NULL,
    serial       INTEGER NOT NULL,
    secondary    TEXT    NOT NULL,
    notify_sent  INTEGER,
    acknowledged INTEGER,
    asked        INTEGER,
    transferred  INTEGER,
    live         INTEGER,
    detail       TEXT    NOT NULL,
    PRIMARY KEY (zone, serial, secondary),
    FOREIGN KEY (zone, serial) REFERENCES version (zone, serial) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    action TEXT    NOT NULL,
    object TEXT    NOT NULL,
    detail TEXT    NOT NULL
) STRICT;
