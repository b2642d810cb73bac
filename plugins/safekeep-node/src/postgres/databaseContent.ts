/*
 * Copyright 2026 The Safekeep Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/**
 * A condition on relation `c` in schema `n`: neither the system's, nor of one
 * session, nor made by an extension. Where an extension keeps its settings they
 * are somebody's data.
 */
export const OF_USERS = `relpersistence <> 't'
    AND nspname <> 'information_schema' AND nspname !~ '^pg_'
    AND NOT EXISTS (SELECT FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
        AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
        AND NOT c.oid = ANY (coalesce(extconfig, '{}')))`;

/**
 * What one database holds, one JSON array a line, from a single snapshot of it.
 *
 * @remarks
 * Variables of psql: `seconds`, what is left of the time; `checksum_bytes`, up
 * to which size a table is read in full. What depends on a session's settings
 * is fixed, so that the same rows are the same text on every server from
 * PostgreSQL 10. Floats are read with 15 digits: the last ones print otherwise
 * before PostgreSQL 12. With an empty search path every name is a whole one.
 *
 * A table is counted by a statement of its own that the first makes. The order
 * of rows does not count: of each row a hash is taken, and the hashes are added
 * up. A table whose rows could not be read in time has no checksum, and one
 * that could not be counted in time has null.
 */
export const DATABASE_CONTENT_SQL = `
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = pg_catalog;
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 0;
SET LOCAL bytea_output = 'hex';
SET LOCAL xmlbinary = 'base64';
SET LOCAL lc_monetary = 'C';
SET LOCAL row_security = off;
SELECT set_config('safekeep.until',
  extract(epoch FROM clock_timestamp() + :'seconds'::interval second)::text, true) \\gset ignored_

SELECT json_build_array('database', datname, pg_encoding_to_char(encoding),
    datcollate || CASE coalesce(to_jsonb(d)->>'datlocprovider', 'c')
      WHEN 'c' THEN '' ELSE concat(' ', to_jsonb(d)->>'datlocprovider', ':',
        to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale') END,
    (SELECT coalesce(json_agg(concat(extname, ' ', extversion) ORDER BY extname::text COLLATE "C"), '[]')
      FROM pg_extension))
  FROM pg_database AS d WHERE datname = current_database();

SELECT format(
    'SELECT json_build_array(''table'', %1$L::text, %2$L::text, %3$L::text, ' ||
    'CASE WHEN extract(epoch FROM clock_timestamp()) < current_setting(''safekeep.until'')::float8 ' ||
    'THEN (SELECT count(*) FROM ONLY %2$I.%3$I) END)',
    current_database(), nspname, relname)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND ${OF_USERS}
  ORDER BY c.oid \\gexec

SELECT format(
    'SELECT json_build_array(''sequence'', %1$L::text, %2$L::text, %3$L::text, last_value, is_called) FROM %2$I.%3$I',
    current_database(), nspname, relname)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind = 'S' AND ${OF_USERS}
  ORDER BY c.oid \\gexec

WITH own AS (
  SELECT n.oid, nspname FROM pg_namespace AS n
    WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
), made AS (
  SELECT classid, objid FROM pg_depend
    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
), object AS (
  SELECT concat_ws(' ', 'schema', quote_ident(nspname)) AS it FROM own
    WHERE NOT EXISTS (SELECT FROM made WHERE classid = 'pg_namespace'::regclass AND objid = own.oid)
  UNION ALL
  SELECT concat_ws(' ', 'relation', relkind, quote_ident(nspname), quote_ident(relname),
      pg_get_userbyid(relowner))
    FROM pg_class AS c JOIN own ON own.oid = relnamespace
    WHERE relpersistence <> 't' AND relkind <> 't'
      AND NOT EXISTS (SELECT FROM made WHERE classid = 'pg_class'::regclass AND objid = c.oid)
  UNION ALL
  SELECT concat_ws(' ', 'column', quote_ident(nspname), quote_ident(relname), quote_ident(attname),
      format_type(atttypid, atttypmod), attnotnull)
    FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid JOIN own ON own.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND relpersistence <> 't'
      AND attnum > 0 AND NOT attisdropped
      AND NOT EXISTS (SELECT FROM made WHERE classid = 'pg_class'::regclass AND objid = c.oid)
  UNION ALL
  SELECT concat_ws(' ', 'function', quote_ident(nspname), quote_ident(proname),
      pg_get_function_identity_arguments(p.oid), pg_get_userbyid(proowner))
    FROM pg_proc AS p JOIN own ON own.oid = pronamespace
    WHERE NOT EXISTS (SELECT FROM made WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
  UNION ALL
  SELECT concat_ws(' ', 'trigger', quote_ident(nspname), quote_ident(relname), quote_ident(tgname), tgenabled)
    FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid JOIN own ON own.oid = relnamespace
    WHERE NOT tgisinternal
  UNION ALL
  -- That a column is not null became a constraint of its own in PostgreSQL 18.
  SELECT concat_ws(' ', 'constraint', quote_ident(nspname), quote_ident(conname), contype,
      conrelid::regclass::text)
    FROM pg_constraint AS c JOIN own ON own.oid = connamespace
    WHERE contype NOT IN ('n', 't')
      AND NOT EXISTS (SELECT FROM made WHERE classid = 'pg_class'::regclass AND objid = conrelid)
  UNION ALL
  SELECT concat_ws(' ', 'label', quote_ident(nspname), quote_ident(typname), quote_literal(enumlabel))
    FROM pg_enum JOIN pg_type AS t ON t.oid = enumtypid JOIN own ON own.oid = typnamespace
    WHERE NOT EXISTS (SELECT FROM made WHERE classid = 'pg_type'::regclass AND objid = t.oid)
  UNION ALL
  SELECT concat_ws(' ', 'policy', quote_ident(nspname), quote_ident(relname), quote_ident(polname))
    FROM pg_policy JOIN pg_class AS c ON c.oid = polrelid JOIN own ON own.oid = relnamespace
  UNION ALL
  SELECT concat_ws(' ', 'large object', oid) FROM pg_largeobject_metadata
  UNION ALL
  SELECT concat_ws(' ', 'owner', pg_get_userbyid(datdba)) FROM pg_database
    WHERE datname = current_database()
  UNION ALL
  SELECT concat_ws(' ', 'setting', each)
    FROM pg_db_role_setting JOIN pg_database AS d ON d.oid = setdatabase, unnest(setconfig) AS each
    WHERE setrole = 0 AND datname = current_database()
)
SELECT json_build_array('objects', current_database(), count(*),
    left(md5(coalesce(string_agg(it, E'\\n' ORDER BY it COLLATE "C"), '')), 16),
    (SELECT count(*) FROM pg_index WHERE NOT indisvalid OR NOT indisready),
    (SELECT count(*) FROM pg_constraint WHERE NOT convalidated))
  FROM object;

-- From here on a statement may fail: then there is no checksum.
\\set ON_ERROR_STOP off
\\set ON_ERROR_ROLLBACK on
SELECT format(
    'SELECT json_build_array(''checksum'', %1$L::text, %2$L::text, %3$L::text, ' ||
    'CASE WHEN extract(epoch FROM clock_timestamp()) < current_setting(''safekeep.until'')::float8 THEN ' ||
    '(SELECT left(md5(concat(count(*), '':'', sum((''x'' || left(h, 15))::bit(60)::bigint), '':'', ' ||
    'sum((''x'' || right(h, 15))::bit(60)::bigint))), 16) ' ||
    'FROM (SELECT md5((t.*)::text) AS h FROM ONLY %2$I.%3$I AS t OFFSET 0) AS hashes) END)',
    current_database(), nspname, relname)
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind = 'r' AND ${OF_USERS}
    AND pg_table_size(c.oid) <= :'checksum_bytes'::bigint
  ORDER BY pg_table_size(c.oid), c.oid \\gexec
COMMIT;
`;
