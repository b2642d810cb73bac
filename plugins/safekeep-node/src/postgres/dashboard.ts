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

import { JsonObject } from '@backstage/types';
import { createHash } from 'node:crypto';
import { DatabaseNames } from './DatabaseNames';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
/** Of Grafana's grid, which is 24 wide. */
const HEIGHT = 8;

interface Panel {
  title: string;
  description: string;
  type: 'stat' | 'timeseries';
  unit: string;
  width: number;
  queries: { expr: string; legend: string }[];
  /** From which value on it turns orange, and red. */
  limits?: [number, number];
  minimum?: number;
}

/** `up` is 1 where the server answers; at 2 billion the server stops writing. */
function panels(database: string): Panel[] {
  const of = (metric: string, further = '') =>
    `${metric}{${database}${further}}`;
  const own = ',datname!~"template.*"';
  return [
    {
      title: 'Server',
      description: 'Whether the exporter can log in.',
      type: 'stat',
      unit: 'bool_on_off',
      width: 4,
      queries: [{ expr: `min(${of('pg_up')})`, legend: '' }],
    },
    {
      title: 'Connections in use',
      description:
        'Of max_connections. At 100 % clients are refused; three are kept for superusers.',
      type: 'stat',
      unit: 'percentunit',
      width: 5,
      limits: [0.7, 0.9],
      queries: [
        {
          expr: `sum(${of('pg_stat_activity_count')}) / max(${of(
            'pg_settings_max_connections',
          )})`,
          legend: '',
        },
      ],
    },
    {
      title: 'Size',
      description: 'Of all databases on disk, without the write-ahead log.',
      type: 'stat',
      unit: 'bytes',
      width: 5,
      queries: [{ expr: `sum(${of('pg_database_size_bytes')})`, legend: '' }],
    },
    {
      title: 'Oldest transaction ID',
      description:
        'Its age in transactions, whatever the metric is called. Autovacuum freezes from 200 million on; near 2.1 billion the server takes no more writes.',
      type: 'stat',
      unit: 'short',
      width: 5,
      limits: [500_000_000, 1_500_000_000],
      queries: [
        {
          expr: `max(${of('pg_database_wraparound_age_datfrozenxid_seconds')})`,
          legend: '',
        },
      ],
    },
    {
      title: 'Deadlocks in the last hour',
      description: 'Transactions that the server ended for them.',
      type: 'stat',
      unit: 'short',
      width: 5,
      limits: [1, 10],
      queries: [
        {
          expr: `sum(increase(${of('pg_stat_database_deadlocks')}[1h]))`,
          legend: '',
        },
      ],
    },
    {
      title: 'Connections by state',
      description: 'Many that are idle in a transaction hold up vacuum.',
      type: 'timeseries',
      unit: 'short',
      width: 12,
      minimum: 0,
      queries: [
        {
          expr: `sum by (state) (${of('pg_stat_activity_count')})`,
          legend: '{{state}}',
        },
      ],
    },
    {
      title: 'Cache hit ratio',
      description:
        'Blocks that were found in shared buffers. What the operating system caches counts as a miss.',
      type: 'timeseries',
      unit: 'percentunit',
      width: 12,
      queries: [
        {
          expr: `sum by (datname) (rate(${of(
            'pg_stat_database_blks_hit',
            own,
          )}[5m])) / (sum by (datname) (rate(${of(
            'pg_stat_database_blks_hit',
            own,
          )}[5m])) + sum by (datname) (rate(${of(
            'pg_stat_database_blks_read',
            own,
          )}[5m])) > 0)`,
          legend: '{{datname}}',
        },
      ],
    },
    {
      title: 'Size by database',
      description: 'Compare it with the size of the claim.',
      type: 'timeseries',
      unit: 'bytes',
      width: 12,
      minimum: 0,
      queries: [
        {
          expr: of('pg_database_size_bytes', own),
          legend: '{{datname}}',
        },
      ],
    },
    {
      title: 'Transactions',
      description: 'Committed and rolled back, per second.',
      type: 'timeseries',
      unit: 'ops',
      width: 12,
      minimum: 0,
      queries: [
        {
          expr: `sum(rate(${of('pg_stat_database_xact_commit')}[5m]))`,
          legend: 'committed',
        },
        {
          expr: `sum(rate(${of('pg_stat_database_xact_rollback')}[5m]))`,
          legend: 'rolled back',
        },
      ],
    },
  ];
}

/** A Grafana dashboard of one server, by the metrics of postgres_exporter. */
export function dashboard({ namespace, name }: DatabaseNames): JsonObject {
  const chosen = `namespace="${namespace}",database="${name}"`;
  let x = 0;
  let y = 0;
  return {
    // Grafana takes at most 40 characters.
    uid: createHash('sha256')
      .update(`${namespace}/${name}`)
      .digest('hex')
      .slice(0, 32),
    title: `PostgreSQL ${namespace}/${name}`,
    tags: ['postgresql', 'safekeep'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        {
          name: 'datasource',
          label: 'Data source',
          type: 'datasource',
          query: 'prometheus',
        },
      ],
    },
    panels: panels(chosen).map((panel, index) => {
      if (x + panel.width > 24) {
        x = 0;
        y += HEIGHT;
      }
      const gridPos = { x, y, w: panel.width, h: HEIGHT };
      x += panel.width;
      return renderPanel(panel, index + 1, gridPos);
    }),
  };
}

function renderPanel(
  panel: Panel,
  id: number,
  gridPos: JsonObject,
): JsonObject {
  const { type, title, description, unit, minimum } = panel;
  const isServer = unit === 'bool_on_off';
  return {
    id,
    type,
    title,
    description,
    gridPos,
    datasource: DATASOURCE,
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
    fieldConfig: {
      defaults: {
        unit: isServer ? 'none' : unit,
        ...(minimum !== undefined && { min: minimum }),
        ...(isServer && {
          mappings: [
            {
              type: 'value',
              options: { '0': { text: 'down' }, '1': { text: 'up' } },
            },
          ],
        }),
        ...(type === 'stat' && {
          color: { mode: 'thresholds' },
          thresholds: { mode: 'absolute', steps: stepsOf(panel) },
        }),
      },
      overrides: [],
    },
    options:
      type === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' }
        : { legend: { displayMode: 'list', placement: 'bottom' } },
  };
}

function stepsOf({ unit, limits }: Panel): JsonObject[] {
  if (unit === 'bool_on_off') {
    return [
      { color: 'red', value: null },
      { color: 'green', value: 1 },
    ];
  }
  return [
    { color: 'green', value: null },
    ...(limits
      ? [
          { color: 'orange', value: limits[0] },
          { color: 'red', value: limits[1] },
        ]
      : []),
  ];
}
