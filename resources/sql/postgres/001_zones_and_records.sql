-- Schema 1: zones and records, as people want them
--
-- Every name is kept as headwater.canonical() writes it: lower case, with the final dot. Nothing here
-- depends on the engine: what these constraints allow, the engine can at least read.

CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA headwater;

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['headwater_reader', 'headwater_writer', 'headwater_engine'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
END $$;
GRANT headwater_reader TO headwater_writer, headwater_engine;
GRANT USAGE ON SCHEMA headwater TO headwater_reader;
GRANT SELECT ON headwater.migration TO headwater_reader; -- which schema this is

-- Functions in SQL are not STRICT, although null gives null: PostgreSQL writes only those that are not
-- into the expressions that call them, and a call costs ten times as much.

-- --- names --------------------------------------------------------------------------------------

-- The slow way, for names with escapes or octets that need them (RFC 1035 section 5.1). What is no
-- name comes back as it was, in lower case: the engine rejects it with a reason.
CREATE FUNCTION headwater.canonical_escaped(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    octets bytea := convert_to(name, 'UTF8');
    size   int := length(octets);
    at     int := 0;
    octet  int;
    made   text := '';
    ended  boolean := false;
BEGIN
    WHILE at < size LOOP
        octet := get_byte(octets, at);
        at := at + 1;
        ended := octet = 46;
        IF ended THEN
            made := made || '.';
            CONTINUE;
        END IF;
        IF octet = 92 THEN
            IF at >= size THEN
                RETURN lower(name COLLATE "C");
            ELSIF get_byte(octets, at) BETWEEN 48 AND 57 THEN
                IF substr(encode(substr(octets, at + 1, 3), 'escape'), 1, 3) !~ '^([01][0-9]{2}|2[0-4][0-9]|25[0-5])$' THEN
                    RETURN lower(name COLLATE "C");
                END IF;
                octet := encode(substr(octets, at + 1, 3), 'escape')::int;
                at := at + 3;
            ELSE
                octet := get_byte(octets, at);
                at := at + 1;
            END IF;
        END IF;
        IF octet BETWEEN 65 AND 90 THEN
            octet := octet + 32;
        END IF;
        made := made || CASE
            WHEN octet <= 32 OR octet >= 127 THEN '\' || lpad(octet::text, 3, '0')
            WHEN strpos('.\"();@$', chr(octet)) > 0 THEN '\' || chr(octet)
            ELSE chr(octet) END;
    END LOOP;
    RETURN CASE WHEN ended THEN made ELSE made || '.' END;
END $$;

CREATE FUNCTION headwater.canonical(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN name ~ '[^-A-Za-z0-9._*/]' THEN headwater.canonical_escaped(name)
    WHEN right(name, 1) = '.' THEN lower(name COLLATE "C")
    ELSE lower(name COLLATE "C") || '.' END;
COMMENT ON FUNCTION headwater.canonical(text) IS 'A name as Headwater writes it: lower case, with the final dot';

-- Labels of 1 to 63 octets, 255 in all (RFC 1035 section 2.3.4). Of a canonical text; most are short
-- and need no expression.
CREATE FUNCTION headwater.is_plain_name(name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN name = '.' OR (right(name, 1) = '.' AND left(name, 1) <> '.' AND strpos(name, '..') = 0
    AND (length(name) <= 64 OR (length(name) <= 254 AND name !~ '[^.]{64}')));
CREATE FUNCTION headwater.is_name(name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN strpos(name, '\') = 0 THEN headwater.is_plain_name(name)
    ELSE headwater.is_plain_name(regexp_replace(name, '\\(([01][0-9]{2}|2[0-4][0-9]|25[0-5])|[^0-9])', 'x', 'g'))
         AND regexp_replace(name, '\\(([01][0-9]{2}|2[0-4][0-9]|25[0-5])|[^0-9])', 'x', 'g') !~ '\\' END;

-- Of canonical texts. A dot behind a backslash is part of a label.
CREATE FUNCTION headwater.is_within(name text, zone text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN name = zone OR zone = '.'
    OR (right(name, length(zone) + 1) = '.' || zone
        AND substr(name, length(name) - length(zone) - 1, 1) <> '\');

-- --- types --------------------------------------------------------------------------------------

-- Mnemonics at their number + 1; empty where there is none. The engine knows the same ones.
CREATE FUNCTION headwater.mnemonic(number int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(CASE
    WHEN number BETWEEN 0 AND 109 THEN split_part(
        ',A,NS,MD,MF,CNAME,SOA,MB,MG,MR,NULL,WKS,PTR,HINFO,MINFO,MX,TXT,RP,AFSDB,X25,ISDN,RT,NSAP,NSAP-PTR,SIG,'
        'KEY,PX,GPOS,AAAA,LOC,NXT,EID,NIMLOC,SRV,ATMA,NAPTR,KX,CERT,A6,DNAME,SINK,,APL,DS,SSHFP,IPSECKEY,RRSIG,'
        'NSEC,DNSKEY,DHCID,NSEC3,NSEC3PARAM,TLSA,SMIMEA,,HIP,,,TALINK,CDS,CDNSKEY,OPENPGPKEY,CSYNC,ZONEMD,SVCB,'
        'HTTPS,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,SPF,,,,,NID,L32,L64,LP,EUI48,EUI64', ',', number + 1)
    WHEN number = 256 THEN 'URI'
    WHEN number = 257 THEN 'CAA'
    WHEN number = 32769 THEN 'DLV' END, '');

CREATE FUNCTION headwater.is_type(type text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN type = ANY (ARRAY['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'NS', 'PTR', 'SRV', 'CAA', 'HTTPS', 'SVCB', 'DS',
        'TLSA', 'SSHFP', 'NAPTR', 'SPF', 'LOC', 'MD', 'MF', 'MB', 'MG', 'MR', 'NULL', 'WKS', 'HINFO', 'MINFO',
        'RP', 'AFSDB', 'X25', 'ISDN', 'RT', 'NSAP', 'NSAP-PTR', 'SIG', 'KEY', 'PX', 'GPOS', 'NXT', 'EID',
        'NIMLOC', 'ATMA', 'KX', 'CERT', 'A6', 'DNAME', 'SINK', 'APL', 'IPSECKEY', 'RRSIG', 'NSEC', 'DNSKEY',
        'DHCID', 'NSEC3', 'NSEC3PARAM', 'SMIMEA', 'HIP', 'TALINK', 'CDS', 'CDNSKEY', 'OPENPGPKEY', 'CSYNC',
        'ZONEMD', 'NID', 'L32', 'L64', 'LP', 'EUI48', 'EUI64', 'URI', 'DLV'])
    OR (type ~ '^TYPE([1-9][0-9]{0,4})$' AND substr(type, 5)::int <= 65535
        AND substr(type, 5)::int NOT IN (6, 41) AND substr(type, 5)::int NOT BETWEEN 128 AND 255
        AND headwater.mnemonic(substr(type, 5)::int) IS NULL);
COMMENT ON FUNCTION headwater.is_type(text) IS
    'A type that a record may have, in the one way it is written; not SOA, which is made from the zone';

-- 'a' is A, and TYPE1 is A (RFC 3597 section 5).
CREATE FUNCTION headwater.canonical_type(type text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN upper(type COLLATE "C") ~ '^TYPE[0-9]{1,5}$'
    THEN coalesce(headwater.mnemonic(substr(type, 5)::int), 'TYPE' || substr(type, 5)::int)
    ELSE upper(type COLLATE "C") END;

-- --- zones --------------------------------------------------------------------------------------

-- What a new zone gets that does not say it: 'primary_ns', 'mailbox'.
CREATE TABLE headwater.setting (
    name  text COLLATE "C" PRIMARY KEY CHECK (name IN ('primary_ns', 'mailbox')),
    value text NOT NULL
);

CREATE TABLE headwater.zone (
    name          text COLLATE "C" PRIMARY KEY
                  CHECK (name = headwater.canonical(name) AND headwater.is_name(name)),
    primary_ns    text COLLATE "C" NOT NULL CHECK (headwater.is_name(primary_ns)),
    mailbox       text COLLATE "C" NOT NULL CHECK (headwater.is_name(mailbox)),
    refresh       bigint NOT NULL DEFAULT 3600 CHECK (refresh BETWEEN 0 AND 4294967295),
    retry         bigint NOT NULL DEFAULT 600 CHECK (retry BETWEEN 0 AND 4294967295),
    expire        bigint NOT NULL DEFAULT 1209600 CHECK (expire BETWEEN 0 AND 4294967295),
    minimum       bigint NOT NULL DEFAULT 300 CHECK (minimum BETWEEN 0 AND 4294967295),
    soa_ttl       bigint NOT NULL DEFAULT 3600 CHECK (soa_ttl BETWEEN 0 AND 2147483647),
    default_ttl   bigint NOT NULL DEFAULT 3600 CHECK (default_ttl BETWEEN 0 AND 2147483647),
    serial_policy text NOT NULL DEFAULT 'increment' CHECK (serial_policy IN ('increment', 'unixtime', 'date')),
    least_serial  bigint NOT NULL DEFAULT 0 CHECK (least_serial BETWEEN 0 AND 4294967295), -- the next one at least
    source        text NOT NULL DEFAULT 'record' CHECK (source IN ('record', 'zone file')),
    source_name   text NOT NULL DEFAULT '',
    retires_at    timestamptz
);
COMMENT ON TABLE headwater.zone IS 'Zones that Headwater publishes; INSERT of the name alone is enough';

-- Outlives its zone for ever, so that a zone that is made again never publishes an old serial or
-- the number of an old version.
CREATE TABLE headwater.serial_floor (
    zone   text COLLATE "C" PRIMARY KEY,
    serial bigint NOT NULL CHECK (serial BETWEEN 1 AND 4294967295),
    number bigint NOT NULL DEFAULT 0 CHECK (number >= 0) -- of the newest version
);

CREATE FUNCTION headwater.settle_zone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person text;
BEGIN
    NEW.name := headwater.canonical(NEW.name);
    IF NOT headwater.is_name(NEW.name) THEN
        RAISE EXCEPTION 'zone %: this is not the name of a zone', NEW.name
            USING ERRCODE = 'check_violation', HINT = 'Labels have 1 to 63 octets, a name 255.';
    END IF;
    NEW.primary_ns := headwater.canonical(coalesce(NEW.primary_ns,
        (SELECT value FROM headwater.setting s WHERE s.name = 'primary_ns'), 'ns1.' || ltrim(NEW.name, '.')));
    NEW.mailbox := coalesce(NEW.mailbox,
        (SELECT value FROM headwater.setting s WHERE s.name = 'mailbox'), 'hostmaster.' || ltrim(NEW.name, '.'));
    IF strpos(NEW.mailbox, '\') = 0 AND strpos(NEW.mailbox, '@') > 0 THEN -- written as for mail
        person := replace(split_part(NEW.mailbox, '@', 1), '.', '\.');
        NEW.mailbox := person || '.' || split_part(NEW.mailbox, '@', 2);
    END IF;
    NEW.mailbox := headwater.canonical(NEW.mailbox);
    RETURN NEW;
END $$;
CREATE TRIGGER settle BEFORE INSERT OR UPDATE ON headwater.zone
    FOR EACH ROW EXECUTE FUNCTION headwater.settle_zone();

-- --- records ------------------------------------------------------------------------------------

CREATE TABLE headwater.record (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    zone      text COLLATE "C" NOT NULL REFERENCES headwater.zone ON UPDATE CASCADE ON DELETE CASCADE,
    name      text COLLATE "C" NOT NULL,
    type      text COLLATE "C" NOT NULL,
    ttl       bigint, -- seconds; null: the zone's default_ttl
    content   text NOT NULL CHECK (octet_length(content) <= 400000),
    comment   text NOT NULL DEFAULT '',
    owner_tag text NOT NULL DEFAULT '',
    disabled  boolean NOT NULL DEFAULT false,
    CONSTRAINT "the name is inside its zone" CHECK (
        headwater.is_within(name, zone) AND headwater.is_name(name) AND name = headwater.canonical(name)),
    CONSTRAINT "the type is known" CHECK (headwater.is_type(type)),
    CONSTRAINT "a TTL is 0 to 2147483647 seconds" CHECK (ttl BETWEEN 0 AND 2147483647),
    -- RFC 2181 section 10.1, but for what DNSSEC puts beside it (RFC 4035 section 2.5).
    CONSTRAINT "a CNAME stands alone at its name" EXCLUDE USING gist (
        hashtextextended(zone || ' ' || name, 0) WITH =,
        (CASE WHEN type = 'CNAME' THEN 1 ELSE 0 END) WITH <>)
        WHERE (NOT disabled AND type NOT IN ('RRSIG', 'NSEC'))
);
COMMENT ON TABLE headwater.record IS 'Records that people want; content in presentation form, as in a master file';

-- Also the way to all records of a name.
CREATE UNIQUE INDEX "a record is there once" ON headwater.record (zone, name, type, md5(content));
CREATE UNIQUE INDEX "a name has one CNAME" ON headwater.record (zone, name) WHERE type = 'CNAME' AND NOT disabled;

CREATE FUNCTION headwater.settle_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written text := NEW.name;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.zone <> OLD.zone AND NEW.name = OLD.name THEN
        -- The zone was renamed, or the record was moved: the name goes along.
        NEW.zone := headwater.canonical(NEW.zone);
        IF OLD.zone <> '.' AND NEW.zone <> '.' THEN
            NEW.name := left(OLD.name, length(OLD.name) - length(OLD.zone)) || NEW.zone;
        END IF;
    ELSIF TG_OP = 'INSERT' OR NEW.name <> OLD.name OR NEW.zone <> OLD.zone THEN
        NEW.zone := headwater.canonical(NEW.zone);
        NEW.name := CASE WHEN NEW.name = '@' THEN NEW.zone ELSE headwater.canonical(NEW.name) END;
    END IF;
    NEW.type := headwater.canonical_type(NEW.type);
    IF NOT headwater.is_within(NEW.name, NEW.zone) THEN
        RAISE EXCEPTION 'record % %: the name is outside the zone %', written, NEW.type, NEW.zone
            USING ERRCODE = 'check_violation',
                  HINT = 'Names are written in full: ' || rtrim(written, '.') || '.' || ltrim(NEW.zone, '.') || ', or @ for the zone itself.';
    ELSIF NOT headwater.is_name(NEW.name) OR (strpos(written, '\') = 0 AND written ~ '[\s"();]') THEN
        RAISE EXCEPTION 'record % %: this is not a name', written, NEW.type
            USING ERRCODE = 'check_violation',
                  HINT = 'Labels have 1 to 63 octets, a name 255, and blanks, quotes, parentheses and semicolons a backslash.';
    ELSIF NOT headwater.is_type(NEW.type) THEN
        RAISE EXCEPTION 'record % %: no record can have this type', written, NEW.type
            USING ERRCODE = 'check_violation',
                  HINT = CASE WHEN NEW.type = 'SOA' THEN 'The SOA is made from headwater.zone.'
                              ELSE 'Types without a mnemonic are written TYPEnnn.' END;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settle BEFORE INSERT OR UPDATE OF zone, name, type ON headwater.record
    FOR EACH ROW EXECUTE FUNCTION headwater.settle_record();

GRANT SELECT ON headwater.setting, headwater.zone, headwater.record, headwater.serial_floor TO headwater_reader;
GRANT INSERT, UPDATE, DELETE ON headwater.zone, headwater.record TO headwater_writer, headwater_engine;
GRANT INSERT, UPDATE ON headwater.serial_floor TO headwater_engine;
