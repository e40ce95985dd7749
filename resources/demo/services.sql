-- What an application with a database of its own adds once, so that its services are a zone. Run by
-- ./dev run --postgres at every start, behind `headwaterctl postgres init`; a second time it changes nothing.
\set password `cat :'secret'`
SELECT 'CREATE ROLE engine LOGIN IN ROLE headwater_engine' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'engine') \gexec
SELECT 'CREATE ROLE app LOGIN IN ROLE headwater_writer' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \gexec
ALTER ROLE engine PASSWORD :'password';
ALTER ROLE app PASSWORD :'password';

BEGIN;
-- The application's own table; Headwater knows nothing of it.
CREATE TABLE IF NOT EXISTS services (
    slug    text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,63}$'),
    address inet NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON services TO app;
INSERT INTO services VALUES ('www', '192.0.2.80'), ('shop', '192.0.2.81'), ('ns1', '192.0.2.1') ON CONFLICT DO NOTHING;

-- A view says what its records are,
CREATE OR REPLACE VIEW dns AS
    SELECT 'apps.example.' AS zone, slug || '.apps.example.' AS name,
           CASE family(address) WHEN 4 THEN 'A' ELSE 'AAAA' END AS type, 60 AS ttl, host(address) AS content
    FROM services;
-- an index finds them by name,
CREATE INDEX IF NOT EXISTS services_by_name ON services ((slug || '.apps.example.'));

-- and a watch says which names a changed row touches.
INSERT INTO headwater.zone (name) VALUES ('apps.example.') ON CONFLICT DO NOTHING;
INSERT INTO headwater.record (zone, name, type, content) VALUES ('apps.example.', '@', 'NS', 'ns1.apps.example.') ON CONFLICT DO NOTHING;
SELECT headwater.use_view('dns');
SELECT headwater.watch('services', zone => $$'apps.example.'$$, name => $$slug || '.apps.example.'$$);
COMMIT;
