-- Schema 5: what the engine calls, and what an application asks
--
-- Moments are microseconds since 1970. Errors: HW001 another engine leads, HW002 the serial is not
-- newer, HW003 the versions are not one chain.

CREATE FUNCTION headwater.moment(at bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN timestamptz '1970-01-01 00:00:00+00' + at * interval '1 microsecond';
CREATE FUNCTION headwater.microseconds(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (extract(epoch FROM at) * 1000000)::bigint;

-- Is a newer than b (RFC 1982)? Half the circle apart is neither.
CREATE FUNCTION headwater.serial_newer(a bigint, b bigint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ((a - b) & 4294967295) BETWEEN 1 AND 2147483647;

-- --- the leader ---------------------------------------------------------------------------------

-- Fails when the term is no longer the leader's; until this transaction ends, no other can take over.
CREATE FUNCTION headwater.check_term(of_term bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    present headwater.leader;
BEGIN
    SELECT * INTO present FROM headwater.leader FOR SHARE;
    IF present.term <> of_term THEN
        RAISE EXCEPTION 'engine % leads since %, with term %; this one had term %',
            present.engine, date_trunc('seconds', present.since), present.term, of_term USING ERRCODE = 'HW001';
    END IF;
END $$;

-- The new term, or null while another session holds the lock. The lock lasts as long as this session.
CREATE FUNCTION headwater.take_leadership(name text, of_backend int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    taken bigint;
BEGIN
    IF NOT pg_try_advisory_lock(headwater.leader_key()) THEN
        RETURN NULL;
    END IF;
    UPDATE headwater.leader AS l SET term = l.term + 1, engine = take_leadership.name, backend = of_backend, since = clock_timestamp()
        RETURNING l.term INTO taken;
    RETURN taken;
END $$;

CREATE FUNCTION headwater.beat(of_name text, host text, role text, backends bigint[], version text) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO headwater.engine AS e (name, host, role, beat, backends, version)
        VALUES (of_name, beat.host, beat.role, clock_timestamp(), beat.backends::int[], beat.version)
        ON CONFLICT (name) DO UPDATE SET host = EXCLUDED.host, role = EXCLUDED.role, beat = EXCLUDED.beat,
            backends = EXCLUDED.backends, version = EXCLUDED.version;
END;

-- Ends the sessions of a leader that has not said that it lives for so long. Returns how many. Engines
-- of one database log in as one role, or as members of pg_signal_backend.
CREATE FUNCTION headwater.depose_if_dead(older_than interval) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    ended int := 0;
    pid   int;
BEGIN
    FOR pid IN SELECT a.pid FROM headwater.leader AS l JOIN headwater.engine AS e ON e.name = l.engine
            JOIN pg_stat_activity AS a ON a.pid = ANY (e.backends || l.backend)
            WHERE e.beat < clock_timestamp() - older_than AND a.datname = current_database()
              AND a.application_name LIKE 'headwater:%' AND a.pid <> pg_backend_pid() LOOP
        ended := ended + pg_terminate_backend(pid)::int;
    END LOOP;
    RETURN ended;
END $$;

-- --- from dirty names to a version --------------------------------------------------------------

-- Every zone with something dirty; also those that are gone. A mark of all zones becomes one of each.
CREATE FUNCTION headwater.dirty_zones() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM headwater.dirty WHERE zone IS NULL) THEN
        WITH all_zones AS (DELETE FROM headwater.dirty WHERE zone IS NULL RETURNING since, author)
        INSERT INTO headwater.dirty (zone, since, author)
            SELECT z.zone, min(a.since), max(a.author) FROM all_zones AS a CROSS JOIN (
                SELECT name AS zone FROM headwater.zone UNION SELECT f.zone FROM headwater.serial_floor AS f
                    WHERE EXISTS (SELECT FROM headwater.version AS v WHERE v.zone = f.zone)) AS z
                GROUP BY z.zone;
    END IF;
    -- From zone to zone along the index, however many rows each has.
    RETURN QUERY WITH RECURSIVE found AS (
        SELECT min(d.zone) AS zone FROM headwater.dirty AS d
        UNION ALL
        SELECT (SELECT min(d.zone) FROM headwater.dirty AS d WHERE d.zone > f.zone) FROM found AS f WHERE f.zone IS NOT NULL)
        SELECT f.zone FROM found AS f WHERE f.zone IS NOT NULL;
END $$;

CREATE TYPE headwater.dirty_work AS (
    ids bigint[], everything boolean, names text[], since bigint, author text, now bigint,
    -- the zone's settings, null when it is gone
    primary_ns text, mailbox text, refresh bigint, retry bigint, expire bigint, minimum bigint, soa_ttl bigint,
    default_ttl bigint, serial_policy text, least_serial bigint, source text, source_name text, retires_at bigint
);

-- What is dirty in a zone, and its settings. With headwater.desired() in one REPEATABLE READ transaction,
-- so that both see the same commits: then no version holds half of one. `everything`: all of the zone, or
-- more than `most` names. A long row of marks becomes a single one for the zone.
CREATE FUNCTION headwater.take_dirty(of_zone text, most bigint) RETURNS headwater.dirty_work LANGUAGE plpgsql AS $$
DECLARE
    work headwater.dirty_work;
    limit_ CONSTANT bigint := 4 * most + 1000;
BEGIN
    SELECT array_agg(d.id), bool_or(d.name IS NULL), array_agg(DISTINCT headwater.canonical(d.name)), headwater.microseconds(min(d.since)),
           (array_agg(d.author ORDER BY d.since DESC))[1]
        INTO work.ids, work.everything, work.names, work.since, work.author
        FROM (SELECT * FROM headwater.dirty AS d WHERE d.zone = of_zone ORDER BY d.id LIMIT limit_) AS d;
    IF cardinality(work.ids) = limit_ THEN
        WITH many AS (DELETE FROM headwater.dirty AS d WHERE d.zone = of_zone RETURNING since, author),
             one AS (INSERT INTO headwater.dirty (zone, since, author)
                     SELECT of_zone, min(since), max(author) FROM many RETURNING id)
            SELECT array_agg(id), true INTO work.ids, work.everything FROM one;
    END IF;
    work.everything := coalesce(work.everything OR cardinality(work.names) > most, false);
    IF work.everything THEN
        work.names := NULL;
    END IF;
    work.now := headwater.microseconds(clock_timestamp());
    SELECT z.primary_ns, z.mailbox, z.refresh, z.retry, z.expire, z.minimum, z.soa_ttl, z.default_ttl, z.serial_policy,
           z.least_serial, z.source, z.source_name, headwater.microseconds(z.retires_at)
        INTO work.primary_ns, work.mailbox, work.refresh, work.retry, work.expire, work.minimum, work.soa_ttl,
             work.default_ttl, work.serial_policy, work.least_serial, work.source, work.source_name, work.retires_at
        FROM headwater.zone AS z WHERE z.name = of_zone;
    RETURN work;
END $$;

-- Nothing changed, or nothing is left to publish: the marks go, and nothing else happens.
CREATE FUNCTION headwater.discard_dirty(term bigint, of_zone text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM headwater.check_term(term);
    DELETE FROM headwater.dirty AS d WHERE d.zone = of_zone AND d.id = ANY (ids);
END $$;

-- One version, its difference and the end of its marks: together or not at all. Returns its number.
-- `previous_serial` is null for a zone without versions; `difference` may be null then. Versions with a
-- number below `oldest_kept` are let go, with their receipts.
CREATE FUNCTION headwater.commit_version(of_term bigint, of_zone text, new_serial bigint, previous_serial bigint,
    committed bigint, published bigint, by_author text, records_added bigint, records_removed bigint, records_there bigint,
    of_digest bytea, of_difference bytea, ids bigint[], oldest_kept bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    last_serial bigint;
    floor_      headwater.serial_floor;
    new_number  bigint;
BEGIN
    PERFORM headwater.check_term(of_term);
    SELECT v.serial INTO last_serial FROM headwater.version AS v WHERE v.zone = of_zone ORDER BY v.number DESC LIMIT 1;
    IF last_serial IS DISTINCT FROM previous_serial THEN
        RAISE EXCEPTION 'zone %: serial % follows %, but the newest version is %', of_zone, new_serial,
            coalesce(previous_serial::text, 'no version'), coalesce(last_serial::text, 'none') USING ERRCODE = 'HW003';
    END IF;
    SELECT * INTO floor_ FROM headwater.serial_floor AS f WHERE f.zone = of_zone;
    IF NOT headwater.serial_newer(new_serial, floor_.serial) THEN
        RAISE EXCEPTION 'zone %: serial % is not newer than %, which was published before', of_zone, new_serial, floor_.serial
            USING ERRCODE = 'HW002';
    END IF;
    new_number := coalesce(floor_.number, 0) + 1;
    INSERT INTO headwater.serial_floor AS f (zone, serial, number) VALUES (of_zone, new_serial, new_number)
        ON CONFLICT (zone) DO UPDATE SET serial = EXCLUDED.serial, number = EXCLUDED.number;
    INSERT INTO headwater.version (zone, number, serial, term, committed_at, published_at, author, added, removed, records,
                                   digest, difference)
        VALUES (of_zone, new_number, new_serial, of_term, headwater.moment(committed), headwater.moment(published), by_author,
                records_added, records_removed, records_there, of_digest, of_difference);
    DELETE FROM headwater.dirty AS d WHERE d.zone = of_zone AND d.id = ANY (ids);
    WITH gone AS (DELETE FROM headwater.version AS v WHERE v.zone = of_zone AND v.number < oldest_kept RETURNING v.serial)
        DELETE FROM headwater.receipt AS r USING gone WHERE r.zone = of_zone AND r.serial = gone.serial;
    PERFORM pg_notify('headwater_version', of_zone);
    RETURN new_number;
END $$;

-- The zone is gone, or its history begins anew: versions, snapshot, receipts. The floor stays.
CREATE FUNCTION headwater.forget_versions(term bigint, of_zone text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM headwater.check_term(term);
    DELETE FROM headwater.version AS v WHERE v.zone = of_zone;
    DELETE FROM headwater.snapshot AS s WHERE s.zone = of_zone;
    DELETE FROM headwater.snapshot_page AS p WHERE p.zone = of_zone;
    DELETE FROM headwater.receipt AS r WHERE r.zone = of_zone;
    DELETE FROM headwater.rejected AS r WHERE r.zone = of_zone;
    PERFORM pg_notify('headwater_version', of_zone);
END $$;

-- The next serial of the zone is newer than this one, which secondaries may hold already.
CREATE FUNCTION headwater.raise_floor(of_zone text, at_least bigint) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO headwater.serial_floor AS f (zone, serial) VALUES (of_zone, at_least)
        ON CONFLICT (zone) DO UPDATE SET serial = EXCLUDED.serial WHERE headwater.serial_newer(EXCLUDED.serial, f.serial);
END;

-- --- receipts -----------------------------------------------------------------------------------

CREATE FUNCTION headwater.note_live(of_zone text, of_serial bigint, live_on bigint, of_all bigint, after_ms bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO headwater.receipt AS r (zone, serial, live, "of", ms) VALUES (of_zone, of_serial, live_on, of_all, after_ms)
        ON CONFLICT (zone, serial) DO UPDATE SET live = EXCLUDED.live, "of" = EXCLUDED."of", ms = EXCLUDED.ms, at = EXCLUDED.at;
    PERFORM pg_notify('headwater_live', json_build_object('zone', of_zone, 'serial', of_serial, 'live', live_on,
                                                          'of', of_all, 'ms', after_ms)::text);
END $$;

-- The serial that holds everything that was committed for the zone, or null until there is one. An
-- application that asks after its COMMIT gets the serial to wait for.
CREATE FUNCTION headwater.published(zone text) RETURNS bigint LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT v.serial FROM headwater.version AS v
        WHERE v.zone = headwater.canonical(published.zone)
          AND NOT EXISTS (SELECT FROM headwater.dirty AS d WHERE d.zone = headwater.canonical(published.zone))
          AND NOT EXISTS (SELECT FROM headwater.dirty AS d WHERE d.zone IS NULL)
        ORDER BY v.number DESC LIMIT 1;
END;
COMMENT ON FUNCTION headwater.published(text) IS 'The serial that holds all that was committed for the zone; null until it is published';

-- Do all secondaries of the zone (or so many of them) answer this serial, or a later one?
CREATE FUNCTION headwater.is_live(zone text, serial bigint, needed bigint DEFAULT NULL) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM headwater.receipt AS r
        WHERE r.zone = headwater.canonical(is_live.zone)
          AND (r.serial = is_live.serial OR headwater.serial_newer(r.serial, is_live.serial))
          AND r.live >= coalesce(is_live.needed, greatest(r."of", 1)));
END;
COMMENT ON FUNCTION headwater.is_live(text, bigint, bigint) IS 'Do all secondaries (or so many) answer this serial or a later one?';

-- One line of the audit; the newest 100,000 stay.
CREATE FUNCTION headwater.note(by_whom text, what text, of_object text, details text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
BEGIN
    INSERT INTO headwater.audit (who, action, object, detail)
        VALUES (left(by_whom, 4096), left(what, 4096), left(of_object, 4096), left(details, 4096)) RETURNING id INTO newest;
    DELETE FROM headwater.audit AS a WHERE a.id <= newest - 100000;
END $$;

DO $$
DECLARE
    made regprocedure;
BEGIN
    FOREACH made IN ARRAY ARRAY['headwater.check_term(bigint)', 'headwater.take_leadership(text,int)',
        'headwater.beat(text,text,text,bigint[],text)', 'headwater.depose_if_dead(interval)', 'headwater.dirty_zones()',
        'headwater.take_dirty(text,bigint)', 'headwater.discard_dirty(bigint,text,bigint[])',
        'headwater.commit_version(bigint,text,bigint,bigint,bigint,bigint,text,bigint,bigint,bigint,bytea,bytea,bigint[],bigint)',
        'headwater.forget_versions(bigint,text)', 'headwater.raise_floor(text,bigint)',
        'headwater.note_live(text,bigint,bigint,bigint,bigint)', 'headwater.note(text,text,text,text)']::regprocedure[] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO headwater_engine', made);
    END LOOP;
END $$;
