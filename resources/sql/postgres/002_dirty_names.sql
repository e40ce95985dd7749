-- Schema 2: dirty names, and how the engine is woken
--
-- Whoever changes what is wanted inserts the touched names here, in the same transaction. The engine
-- reads them, publishes, and deletes exactly the ids that it read: ids are handed out before their
-- transaction commits, so "greater than the last one seen" would lose the slower of two writers.

CREATE TABLE headwater.dirty (
    id     bigint GENERATED ALWAYS AS IDENTITY (CACHE 32), -- so in no order at all among sessions
    zone   text COLLATE "C", -- canonical; null: all zones
    name   text COLLATE "C", -- as it was written; null: the whole zone
    since  timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    author text NOT NULL DEFAULT session_user
);
-- The one way in: by zone, in order of ids.
CREATE INDEX dirty_by_zone ON headwater.dirty (zone, id);
-- Rows come and go: it is kept small by the engine, which owns it and so may VACUUM it.
ALTER TABLE headwater.dirty SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
                                 autovacuum_vacuum_cost_delay = 0);

CREATE FUNCTION headwater.wake_key() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 4983147202300001;
CREATE FUNCTION headwater.leader_key() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 4983147202300002;

-- A statement that touches more names than this makes the whole zone dirty.
CREATE FUNCTION headwater.most_names() RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 50000;

-- Makes names dirty: zones[i] and names[i] belong together. A zone of null means every zone, a name of
-- null the whole zone; without names, or with too many, whole zones.
--
-- NOTIFY takes a lock of the whole database at COMMIT, so it is only sent to an engine that sleeps.
-- That one holds the wake key exclusively. The shared lock here lasts until this transaction is
-- committed and visible: an engine that gets the key knows that nobody is on the way who took it for
-- awake, looks once more, and is told of everyone who comes later.
CREATE FUNCTION headwater.mark(zones text[], names text[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF names IS NULL OR cardinality(zones) > headwater.most_names() THEN
        INSERT INTO headwater.dirty (zone)
            SELECT DISTINCT headwater.canonical(z) FROM unnest(zones) AS t (z);
    ELSE
        INSERT INTO headwater.dirty (zone, name)
            SELECT DISTINCT headwater.canonical(z), headwater.canonical(n) FROM unnest(zones, names) AS t (z, n);
    END IF;
    IF NOT pg_try_advisory_xact_lock_shared(headwater.wake_key()) THEN
        PERFORM pg_notify('headwater_dirty', '');
    END IF;
END $$;
COMMENT ON FUNCTION headwater.mark(text[], text[]) IS 'Asks Headwater to look at these names again';

-- --- zones mark themselves; records are watched like any table (schema 3) ------------------------

CREATE FUNCTION headwater.mark_zones() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    zones text[];
    names text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(name) INTO zones FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(name) INTO zones FROM old_rows;
    ELSIF TG_OP = 'TRUNCATE' THEN
        SELECT array_agg(name) INTO zones FROM headwater.zone;
    ELSE
        -- Another default TTL or name changes every record; all else the SOA only.
        SELECT array_agg(coalesce(n.name, o.name)),
               array_agg(CASE WHEN n.default_ttl = o.default_ttl THEN n.name END) INTO zones, names
            FROM old_rows AS o FULL JOIN new_rows AS n ON n.name = o.name;
    END IF;
    IF zones IS NOT NULL THEN
        PERFORM headwater.mark(zones, names);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mark_insert AFTER INSERT ON headwater.zone REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION headwater.mark_zones();
CREATE TRIGGER mark_update AFTER UPDATE ON headwater.zone REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION headwater.mark_zones();
CREATE TRIGGER mark_delete AFTER DELETE ON headwater.zone REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION headwater.mark_zones();
CREATE TRIGGER mark_truncate BEFORE TRUNCATE ON headwater.zone
    FOR EACH STATEMENT EXECUTE FUNCTION headwater.mark_zones();

REVOKE ALL ON FUNCTION headwater.mark(text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION headwater.mark(text[], text[]) TO headwater_writer, headwater_engine;
GRANT INSERT (zone, name) ON headwater.dirty TO headwater_writer;
GRANT INSERT, SELECT, DELETE ON headwater.dirty TO headwater_engine;
GRANT SELECT ON headwater.dirty TO headwater_reader;

-- Who may VACUUM a table owns it, and who is to own it must be able to make it here for a moment.
DO $$
BEGIN
    EXECUTE format('GRANT headwater_engine TO %I', current_user);
    GRANT CREATE ON SCHEMA headwater TO headwater_engine;
    GRANT INSERT ON headwater.dirty TO CURRENT_USER;
    ALTER TABLE headwater.dirty OWNER TO headwater_engine;
    EXECUTE format('GRANT INSERT ON headwater.dirty TO %I', current_user);
    REVOKE CREATE ON SCHEMA headwater FROM headwater_engine;
END $$;
