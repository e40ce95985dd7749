-- Schema 3: records from tables of the application: views and watches
--
-- A view says what the records are, a watch says which names a changed row touches.

-- Views by name and not by number, so that one may be dropped and made again.
CREATE TABLE headwater.source_view (
    view text PRIMARY KEY, -- schema.name, quoted where SQL needs it
    zone text COLLATE "C"  -- null: the view has a column zone, and rows of any zone
);
GRANT SELECT ON headwater.source_view TO headwater_reader;

-- The query that reads a view; $1 is a zone and $2 an array of names, or null for all. Names are
-- compared as the view gives them, so that an index of the application can find them.
CREATE FUNCTION headwater.view_query(view text) RETURNS text LANGUAGE sql STABLE
RETURN format('SELECT v.name::text, v.type::text, v.ttl::int, v.content::text FROM %s AS v WHERE %s', view,
    CASE WHEN EXISTS (SELECT FROM pg_attribute AS a
        WHERE a.attrelid = to_regclass(view) AND a.attname = 'zone' AND NOT a.attisdropped)
    THEN 'v.zone = $1' ELSE 'true' END);

CREATE FUNCTION headwater.use_view(view regclass, zone text DEFAULT NULL) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    title   text := use_view.view::text;
    missing text;
    odd     text;
BEGIN
    SELECT string_agg(wanted, ', ') INTO missing
        FROM unnest(ARRAY['name', 'type', 'ttl', 'content'] || CASE WHEN use_view.zone IS NULL THEN ARRAY['zone'] END) AS wanted
        WHERE NOT EXISTS (SELECT FROM pg_attribute AS a
            WHERE a.attrelid = use_view.view AND a.attname = wanted AND NOT a.attisdropped);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'view %: it has no column %', title, missing USING ERRCODE = 'HW004',
            HINT = 'Headwater reads the columns name, type, ttl and content, and zone where the view is not for one zone.';
    END IF;
    EXECUTE format('GRANT SELECT ON %s TO headwater_engine', title);
    IF NOT has_table_privilege('headwater_engine', use_view.view, 'SELECT')
       OR NOT has_schema_privilege('headwater_engine', (SELECT relnamespace FROM pg_class WHERE oid = use_view.view), 'USAGE') THEN
        RAISE EXCEPTION 'view %: headwater_engine cannot read it', title USING ERRCODE = 'HW004',
            HINT = 'GRANT SELECT on the view and USAGE on its schema to headwater_engine.';
    END IF;
    BEGIN -- all of it once, so that what is wrong is said here and not later
        EXECUTE format('SELECT coalesce(min(zone) FILTER (WHERE zone <> headwater.canonical(zone)), '
            'min(name) FILTER (WHERE name <> headwater.canonical(name))), count(v) FROM '
            '(SELECT %s AS zone, v.name::text, v.type::text, v.ttl::int, v.content::text FROM %s AS v OFFSET 0) AS v',
            CASE WHEN use_view.zone IS NULL THEN 'v.zone::text' ELSE 'NULL::text' END, title) INTO odd;
    EXCEPTION WHEN OTHERS THEN
        RAISE EXCEPTION 'view %: %', title, SQLERRM USING ERRCODE = 'HW004';
    END;
    IF odd IS NOT NULL THEN
        RAISE EXCEPTION 'view %: the name "%" is not written as Headwater does: "%"', title, odd, headwater.canonical(odd)
            USING ERRCODE = 'HW004', HINT = 'Write headwater.canonical(...) in the view.';
    END IF;
    INSERT INTO headwater.source_view AS s (view, zone) VALUES (title, headwater.canonical(use_view.zone))
        ON CONFLICT ON CONSTRAINT source_view_pkey DO UPDATE SET zone = EXCLUDED.zone;
END $$;
COMMENT ON FUNCTION headwater.use_view(regclass, text) IS 'Rows of this view are records of the zone, or of the zones in its column zone';

-- By name, because the view itself may be gone.
CREATE FUNCTION headwater.drop_view(view text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM headwater.source_view AS s WHERE s.view = drop_view.view OR s.view = (
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid = to_regclass(drop_view.view));
    RETURN FOUND;
END $$;

CREATE FUNCTION headwater.mark_source_views() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM headwater.mark(ARRAY[OLD.zone]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM headwater.mark(ARRAY[NEW.zone]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mark AFTER INSERT OR UPDATE OR DELETE ON headwater.source_view
    FOR EACH ROW EXECUTE FUNCTION headwater.mark_source_views();

-- What is wanted at these names of the zone, or in all of it. A fault in a view names the view, with
-- SQLSTATE HW004; what a view gives is checked by the engine.
CREATE FUNCTION headwater.desired(of_zone text, names text[] DEFAULT NULL)
RETURNS TABLE (name text, type text, ttl int, content text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    source headwater.source_view;
BEGIN
    IF names IS NULL THEN
        RETURN QUERY SELECT r.name, r.type, r.ttl::int, r.content FROM headwater.record AS r
            WHERE r.zone = of_zone AND NOT r.disabled;
    ELSE
        RETURN QUERY SELECT r.name, r.type, r.ttl::int, r.content FROM headwater.record AS r
            WHERE r.zone = of_zone AND r.name = ANY (names) AND NOT r.disabled;
    END IF;
    FOR source IN SELECT * FROM headwater.source_view AS s WHERE s.zone = of_zone OR s.zone IS NULL ORDER BY s.view LOOP
        BEGIN
            RETURN QUERY EXECUTE headwater.view_query(source.view)
                || CASE WHEN names IS NULL THEN '' ELSE ' AND v.name = ANY ($2)' END USING of_zone, names;
        EXCEPTION WHEN OTHERS THEN
            IF SQLSTATE ~ '^(40|53|57|58)' THEN -- not the view's fault
                RAISE;
            END IF;
            RAISE EXCEPTION 'view %: %', source.view, SQLERRM USING ERRCODE = 'HW004';
        END;
    END LOOP;
END $$;

-- --- watches ------------------------------------------------------------------------------------

-- Part of a trigger function: the zones and names of a query become dirty. In one INSERT, because an
-- application pays for it with every statement; beyond the bound also the zones as a whole.
CREATE FUNCTION headwater.watch_step(touched text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format($step$
        INSERT INTO headwater.dirty (zone, name) %1$s LIMIT headwater.most_names() + 1;
        GET DIAGNOSTICS marked = ROW_COUNT;
        IF marked > headwater.most_names() THEN
            INSERT INTO headwater.dirty (zone) SELECT DISTINCT z FROM (%1$s) AS touched;
        END IF;$step$, touched);

-- The rows of a relation as zones z and names n. A row whose zone is null touches nothing; where there
-- is no name, the whole zone is touched. The row itself is only there to refuse aggregates.
CREATE FUNCTION headwater.watch_rows(relation text, alias text, zone text, name text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('SELECT z, n FROM (SELECT headwater.canonical((%1$s)::pg_catalog.text) AS z, (%2$s)::pg_catalog.text AS n, %4$I FROM %3$s AS %4$I) AS both_ WHERE z IS NOT NULL',
    zone, coalesce(name, 'NULL'), relation, alias);

CREATE FUNCTION headwater.watch_body(relation text, alias text, zone text, name text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format($body$
#variable_conflict use_column
DECLARE
    marked pg_catalog.int8;
BEGIN
    IF TG_OP = 'UPDATE' THEN%s
    ELSIF TG_OP = 'INSERT' THEN%s
    ELSIF TG_OP = 'DELETE' THEN%s
    ELSE
        INSERT INTO headwater.dirty (zone) SELECT DISTINCT z FROM (%s) AS touched;
        GET DIAGNOSTICS marked = ROW_COUNT;
    END IF;
    IF marked > 0 AND NOT pg_catalog.pg_try_advisory_xact_lock_shared(headwater.wake_key()) THEN
        PERFORM pg_catalog.pg_notify('headwater_dirty', ''); -- as headwater.mark does, which would cost more
    END IF;
    RETURN NULL;
END $body$,
    headwater.watch_step(headwater.watch_rows('old_rows', alias, zone, name) || ' UNION '
        || headwater.watch_rows('new_rows', alias, zone, name)),
    headwater.watch_step(headwater.watch_rows('new_rows', alias, zone, name)),
    headwater.watch_step(headwater.watch_rows('old_rows', alias, zone, name)),
    headwater.watch_rows(relation, alias, zone, name));

CREATE FUNCTION headwater.watch_function(relation text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN 'headwater_watch_' || CASE WHEN octet_length(relation) <= 47 THEN relation ELSE md5(relation) END;

-- Installs the triggers that mark what a changed row of the table touches: `zone` and `name` are
-- expressions over the row, as in the WHERE of a query on the table. Again: replaces them. What passes by
-- the triggers of the table is not seen: rows written straight into a partition of it, or by a logical
-- subscription. A look at the whole zone finds them.
CREATE FUNCTION headwater.watch(watched regclass, zone text, name text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    alias    text;
    relation text;
    made     text;
    zones    text[];
    event    text;
BEGIN
    SELECT c.relname, format('%I.%I', s.nspname, c.relname), format('%I.%I', s.nspname, headwater.watch_function(c.relname))
        INTO alias, relation, made
        FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = c.relnamespace
        WHERE c.oid = watched AND c.relkind IN ('r', 'p');
    IF relation IS NULL THEN
        RAISE EXCEPTION 'watch %: only a table can be watched', watched
            USING ERRCODE = 'HW005', HINT = 'Watch the tables that a view reads.';
    ELSIF NOT has_column_privilege('headwater.dirty', 'zone', 'INSERT') THEN
        RAISE EXCEPTION 'watch %: % may not mark names in headwater.dirty', watched, current_user
            USING ERRCODE = 'HW005', HINT = format('GRANT headwater_writer TO %I', current_user);
    END IF;
    EXECUTE format('CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = %s, pg_temp AS %L',
        made, coalesce(nullif(current_setting('search_path'), ''), 'pg_catalog'), headwater.watch_body(relation, alias, zone, name));
    EXECUTE format('REVOKE ALL ON FUNCTION %s() FROM PUBLIC', made);
    FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete', 'truncate'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER headwater_%s %s %s ON %s%s%s FOR EACH STATEMENT EXECUTE FUNCTION %s()', event,
            CASE WHEN event = 'truncate' THEN 'BEFORE' ELSE 'AFTER' END, event, relation,
            CASE WHEN event IN ('update', 'delete') THEN ' REFERENCING OLD TABLE AS old_rows' ELSE '' END,
            CASE event WHEN 'update' THEN ' NEW TABLE AS new_rows' WHEN 'insert' THEN ' REFERENCING NEW TABLE AS new_rows' ELSE '' END,
            made);
    END LOOP;
    BEGIN -- over all rows, so that a fault in the expressions is said now; what changed unseen is marked
        EXECUTE format('SELECT array_agg(DISTINCT z), count(n) FROM (%s) AS touched', headwater.watch_rows(relation, alias, zone, name)) INTO zones;
    EXCEPTION WHEN OTHERS THEN
        RAISE EXCEPTION 'watch %: zone => % and name => % fail: %', watched, zone, coalesce(name, 'null'), SQLERRM
            USING ERRCODE = 'HW005', HINT = 'Both are SQL expressions over one row of the table that give a text.';
    END;
    IF zones IS NOT NULL THEN
        PERFORM headwater.mark(zones);
    END IF;
END $$;
COMMENT ON FUNCTION headwater.watch(regclass, text, text) IS 'Changed rows of this table make these names dirty';

CREATE FUNCTION headwater.unwatch(watched regclass) RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made  regprocedure;
    event text;
BEGIN
    SELECT tgfoid INTO made FROM pg_trigger WHERE tgrelid = watched AND tgname = 'headwater_insert';
    FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete', 'truncate'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS headwater_%s ON %s', event, watched);
    END LOOP;
    IF made IS NOT NULL THEN
        EXECUTE format('DROP FUNCTION %s', made);
    END IF;
    RETURN made IS NOT NULL;
END $$;

SELECT headwater.watch('headwater.record', zone => 'zone', name => 'name');

REVOKE ALL ON FUNCTION headwater.use_view(regclass, text), headwater.drop_view(text), headwater.desired(text, text[]),
    headwater.mark_source_views(), headwater.mark_zones() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION headwater.desired(text, text[]) TO headwater_engine;
