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
 * The snapshot of a whole server out of the lines that
 * {@link DATABASE_CONTENT_SQL} gave of each database: one line of JSON as
 * `renderSnapshotVerdict` of safekeep-common writes it. Whatever does not fit
 * in `bytes` is told by the digests and by `more`; nothing at all is printed
 * where not even the databases fit.
 *
 * @remarks
 * Variables of psql: `others`, the clients that were connected; `bytes`, how
 * long the line may be. The lines come from the file that the environment
 * variable `facts` names.
 */
export const SNAPSHOT_REPORT_SQL = `
\\set lines \`cat "$facts"\`
WITH line AS (
  SELECT each::jsonb AS it
    FROM unnest(string_to_array(:'lines', E'\\n')) AS each WHERE each <> ''
), checksum AS (
  SELECT it->>1 AS d, it->>2 AS s, it->>3 AS n, it->>4 AS hash FROM line
    WHERE it->>0 = 'checksum'
), counted AS (
  SELECT t.it->>1 AS d, t.it->>2 AS s, t.it->>3 AS n, (t.it->>4)::bigint AS rows, hash
    FROM line AS t LEFT JOIN checksum ON d = t.it->>1 AND s = t.it->>2 AND n = t.it->>3
    WHERE t.it->>0 = 'table'
), named AS (
  SELECT *, array_to_json(ARRAY[to_json(d), to_json(s), to_json(n), to_json(rows)] ||
      CASE WHEN hash IS NULL THEN '{}' ELSE ARRAY[to_json(hash)] END)::text AS entry
    FROM counted
), ranked AS (
  SELECT *, row_number() OVER place AS place,
      sum(octet_length(convert_to(entry, 'UTF8')) + 1) OVER place AS length
    FROM named
    WINDOW place AS (ORDER BY rows DESC, entry COLLATE "C")
), db AS (
  SELECT it->>1 AS d, it->>2 AS e, it->>3 AS c,
      array_to_json(ARRAY(SELECT jsonb_array_elements_text(it->4))) AS x,
      (SELECT array_to_json(ARRAY[to_json(count(*)), to_json(coalesce(sum(rows), 0)),
          to_json(left(md5(coalesce(string_agg(entry, '' ORDER BY entry COLLATE "C"), '')), 16)),
          to_json(count(hash))])
        FROM named WHERE named.d = it->>1) AS t,
      (SELECT array_to_json(ARRAY[to_json(count(*)),
          to_json(left(md5(coalesce(string_agg(s.it::text, '' ORDER BY s.it::text COLLATE "C"), '')), 16))])
        FROM line AS s WHERE s.it->>0 = 'sequence' AND s.it->>1 = line.it->>1) AS s,
      (SELECT array_to_json(ARRAY[to_json(o.it->2), to_json(o.it->3)])
        FROM line AS o WHERE o.it->>0 = 'objects' AND o.it->>1 = line.it->>1) AS o,
      (SELECT array_to_json(ARRAY[to_json(o.it->4), to_json(o.it->5)])
        FROM line AS o WHERE o.it->>0 = 'objects' AND o.it->>1 = line.it->>1) AS bad
    FROM line WHERE it->>0 = 'database'
    ORDER BY (it->>1) COLLATE "C"
), role AS (
  SELECT concat_ws(' ', 'role', quote_ident(rolname), rolsuper, rolinherit, rolcreaterole, rolcreatedb,
      rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, extract(epoch FROM rolvaliduntil)) AS it
    FROM pg_roles WHERE rolname !~ '^pg_'
  UNION
  SELECT concat_ws(' ', 'member', quote_ident(pg_get_userbyid(roleid)), quote_ident(pg_get_userbyid(member)),
      bool_or(admin_option))
    FROM pg_auth_members WHERE pg_get_userbyid(member) !~ '^pg_' GROUP BY roleid, member
  UNION
  SELECT concat_ws(' ', 'setting', quote_ident(rolname), quote_ident(datname), setconfig::text)
    FROM pg_db_role_setting JOIN pg_roles AS r ON r.oid = setrole
      LEFT JOIN pg_database AS d ON d.oid = setdatabase
), head AS (
  SELECT rtrim(row_to_json(it)::text, '}') AS text FROM (
    SELECT 'database-snapshot' AS safekeep, 'taken' AS verdict,
      to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS up,
      split_part(current_setting('server_version'), ' ', 1) AS v,
      current_setting('server_version_num')::int AS n,
      (SELECT system_identifier FROM pg_control_system())::text AS id,
      current_setting('data_checksums')::bool AS sums,
      :'others'::int AS others,
      (SELECT array_to_json(ARRAY[
          to_json((SELECT count(*) FROM pg_roles WHERE rolname !~ '^pg_')),
          to_json(left(md5(coalesce(string_agg(it, E'\\n' ORDER BY it COLLATE "C"), '')), 16))])
        FROM role) AS roles,
      (SELECT coalesce(array_to_json(array_agg(db)), '[]') FROM db) AS dbs) AS it
), fit AS (
  SELECT text, :'bytes'::int - octet_length(convert_to(text, 'UTF8')) - 40 AS room FROM head
)
SELECT concat(text, ',"tables":[',
    (SELECT string_agg(entry, ',' ORDER BY place) FROM ranked WHERE length <= room),
    '],"more":', (SELECT count(*) FROM ranked WHERE length > room), '}')
  FROM fit WHERE room >= 0;
`;
