-- Schema 4: what was published, by whom, and who has it

-- The engine that publishes. Its term is in every version, and a commit under an older one fails.
CREATE TABLE headwater.leader (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    term    bigint NOT NULL,
    engine  text NOT NULL,
    backend int NOT NULL,
    since   timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO headwater.leader (term, engine, backend) VALUES (0, '', 0);

CREATE TABLE headwater.engine (
    name     text PRIMARY KEY,
    host     text NOT NULL,
    role     text NOT NULL CHECK (role IN ('leader', 'follower')),
    beat     timestamptz NOT NULL,
    backends int[] NOT NULL,
    version  text NOT NULL
);

-- Only the leader inserts, one transaction after the other, so `sequence` is in the order of commits.
CREATE TABLE headwater.version (
    zone         text COLLATE "C" NOT NULL,
    number       bigint NOT NULL CHECK (number >= 1),
    serial       bigint NOT NULL CHECK (serial BETWEEN 1 AND 4294967295),
    term         bigint NOT NULL,
    sequence     bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    committed_at timestamptz NOT NULL,
    published_at timestamptz NOT NULL,
    author       text NOT NULL,
    added        bigint NOT NULL,
    removed      bigint NOT NULL,
    records      bigint NOT NULL,
    digest       bytea NOT NULL,
    difference   bytea, -- from the version before; null: there is no way from it
    PRIMARY KEY (zone, number),
    UNIQUE (zone, serial)
);
ALTER TABLE headwater.version ALTER difference SET STORAGE EXTERNAL; -- dense already

-- The whole contents at one version: the digests of its pages in order, and the pages.
CREATE TABLE headwater.snapshot (
    zone    text COLLATE "C" PRIMARY KEY,
    number  bigint NOT NULL,
    soa     bytea NOT NULL,
    soa_ttl bigint NOT NULL CHECK (soa_ttl BETWEEN 0 AND 2147483647),
    pages   bytea[] NOT NULL,
    digest  bytea NOT NULL
);
ALTER TABLE headwater.snapshot ALTER pages SET STORAGE EXTERNAL;
CREATE TABLE headwater.snapshot_page (
    zone   text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    body   bytea NOT NULL,
    PRIMARY KEY (zone, digest)
);
ALTER TABLE headwater.snapshot_page ALTER body SET STORAGE EXTERNAL;

-- How far a version got: live on `live` of `of` secondaries, `ms` after it was committed.
CREATE TABLE headwater.receipt (
    zone   text COLLATE "C" NOT NULL,
    serial bigint NOT NULL,
    live   int NOT NULL CHECK (live >= 0),
    "of"   int NOT NULL CHECK ("of" >= 0),
    ms     bigint NOT NULL,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (zone, serial)
);

-- Wanted records that the engine cannot publish; the last good RRset stays.
CREATE TABLE headwater.rejected (
    zone    text COLLATE "C" NOT NULL,
    name    text COLLATE "C" NOT NULL,
    type    text COLLATE "C" NOT NULL,
    content text NOT NULL,
    reason  text NOT NULL,
    since   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX rejected_once ON headwater.rejected (zone, name, type, md5(content));

CREATE TABLE headwater.audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    who    text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    detail text NOT NULL
);

GRANT SELECT ON headwater.leader, headwater.engine, headwater.receipt, headwater.rejected, headwater.audit TO headwater_reader;
GRANT SELECT (zone, number, serial, term, sequence, committed_at, published_at, author, added, removed, records, digest)
    ON headwater.version TO headwater_reader;
GRANT SELECT ON headwater.version, headwater.snapshot, headwater.snapshot_page TO headwater_engine;
GRANT INSERT, UPDATE, DELETE ON headwater.engine, headwater.version, headwater.snapshot, headwater.snapshot_page,
    headwater.receipt, headwater.rejected, headwater.audit TO headwater_engine;
GRANT UPDATE ON headwater.leader TO headwater_engine;
