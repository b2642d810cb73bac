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

import {
  createMockDirectory,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';
import {
  DatabaseStatus,
  reason,
} from '@safekeep/backstage-plugin-safekeep-common';
import { observerFiles } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { BackendDatabaseStateSource } from '../database/BackendDatabaseStateSource';
import { DatabaseStateCall } from '../database/DatabaseStateSource';
import { createMigratePostgresAction } from './createMigratePostgresAction';
import { createRollBackPostgresAction } from './createRollBackPostgresAction';

const now = () => new Date('2026-11-23T12:00:00Z');
const LOCK = 1_763_892_000;

const running = {
  namespace: 'observer-prod',
  name: 'postgres',
  state: 'ok',
  reasons: [],
  workload: { kind: 'Deployment', desired: 1, ready: 1 },
  appliedBy: 'argo-cd',
} as unknown as DatabaseStatus;

function moving(
  stage: string,
  next?: object,
  more: object = {},
): DatabaseStatus {
  return {
    ...running,
    migration: {
      stage,
      from: 'deployment/postgres',
      to: 'statefulset/postgres',
      steps: [],
      verification: [],
      ...(next && { next: { blockedBy: [], ...next } }),
      ...more,
    },
  } as unknown as DatabaseStatus;
}

/** The observer's files, with what a database needs beside its Deployment. */
function files(): Record<string, string> {
  const all = Object.fromEntries(observerFiles());
  const path = 'deployments/postgres.yaml';
  return {
    ...all,
    [path]: `${all[path].trimEnd()}
---
apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  selector: { app: postgres }
  ports: [{ port: 5432 }]
`,
  };
}

describe('safekeep:postgres:migrate and :roll-back', () => {
  const workspace = createMockDirectory();
  let seen: DatabaseStatus;
  let calls: DatabaseStateCall[];
  const action = createMigratePostgresAction({
    now,
    databases: {
      getDatabase: async call => {
        calls.push(call);
        return seen;
      },
    },
  });
  const rollBack = createRollBackPostgresAction();
  const where = {
    namespace: 'observer-prod',
    database: 'deployment/postgres',
    entityRef: 'component:default/observer',
    cluster: 'prod',
  };

  beforeEach(() => {
    calls = [];
    seen = running;
    workspace.setContent(files());
  });

  const run = (input: JsonObject, by: TemplateAction<any, any, any> = action) =>
    runAction(by, { workspacePath: workspace.path, input: { ...input } });
  const migrate = (input: JsonObject) => run({ ...where, ...input });
  jest.setTimeout(60_000);

  /** Brings the workspace to where a stage can begin, as its example needs it. */
  async function prepare({ stage, ...input }: JsonObject): Promise<void> {
    const isDump = input.acceptLostWrites === true;
    if (stage === 'start') {
      return;
    }
    const way = stage === 'switch' || isDump ? 'staged' : 'guarded';
    const option = isDump ? 'dump-and-restore' : 'reuse-claim';
    expect((await migrate({ stage: 'start', option, way })).error).toBe(
      undefined,
    );
    if (isDump) {
      seen = moving('quiesce', { stage: 'switch' });
      expect((await migrate({ stage: 'switch' })).error).toBe(undefined);
    }
    if (input.earlier) {
      const before = Object.fromEntries(
        Object.entries(files()).map(([path, text]) => [
          `.earlier/${path}`,
          text,
        ]),
      );
      seen = moving('switch', { stage: 'finalize' });
      expect((await migrate({ stage: 'finalize' })).error).toBe(undefined);
      workspace.addContent(before);
    }
    const nextStage = { switch: 'quiesce' }[String(stage)] ?? 'switch';
    seen = moving(nextStage, {
      stage,
      ...(stage === 'release' && {
        lockSince: LOCK,
      }),
    });
  }

  it.each([
    ...action.examples!.map(each => [each.description, each.example, action]),
    ...rollBack.examples!.map(each => [
      each.description,
      each.example,
      rollBack,
    ]),
  ] as [string, string, TemplateAction<any, any, any>][])(
    'does as documented: %s',
    async (_, example, by) => {
      const [step] = parse(example).steps;
      expect(step.action).toBe(by.id);
      await prepare(step.input);

      const { outputs, error, log } = await run(step.input, by);

      expect(error).toBeUndefined();
      const after = flatContent(workspace);
      const changes = outputs.changes as { path: string }[];
      expect(changes.length).toBeGreaterThan(0);
      expect(outputs.branch).toMatch(/^safekeep\//);
      // Nothing of a secret is in what is told, or in a file that was written.
      const told = JSON.stringify([outputs, log]);
      for (const canary of ['canary', 'hunter2']) {
        expect(told).not.toContain(canary);
        for (const { path } of changes) {
          expect(after[path] ?? '').not.toContain(canary);
        }
      }
    },
  );

  it('plans by what applies the repository, asked for the person', async () => {
    const guarded = await migrate({ stage: 'start' });
    expect(guarded.outputs).toMatchObject({
      way: 'guarded',
      stage: 'switch',
      database: 'statefulset/postgres',
    });
    expect(calls).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/observer',
        cluster: 'prod',
        database: 'deployment/postgres',
      }),
    ]);
    workspace.setContent(files());
    seen = { ...running, appliedBy: 'flux' };
    expect((await migrate({ stage: 'start' })).outputs.way).toBe('staged');
    workspace.setContent(files());
    const before = flatContent(workspace);
    const wished = await migrate({ stage: 'start', way: 'guarded' });
    expect(wished.error?.message).toContain('Flux applies all objects');
    expect(flatContent(workspace)).toEqual(before);
  });

  it('says the page’s own reasons when the cluster is not ready for a stage', async () => {
    await migrate({ stage: 'start', way: 'staged' });
    const before = flatContent(workspace);
    const why = reason('migration-under-way');
    const refused: [DatabaseStatus, string, string][] = [
      [
        moving('quiesce', { stage: 'switch', blockedBy: [why] }),
        'switch',
        why.why,
      ],
      [
        moving('quiesce', { stage: 'switch' }),
        'finalize',
        'does not come next',
      ],
      [moving('switch'), 'finalize', 'nothing is left to do'],
      [running, 'switch', 'knows nothing of a migration'],
    ];
    for (const [state, stage, message] of refused) {
      seen = state;
      expect((await migrate({ stage })).error?.message).toContain(message);
    }
    seen = { ...running, workload: { ...running.workload, ready: 0 } };
    expect((await migrate({ stage: 'start' })).error?.message).toContain(
      'The database is not ready',
    );
    expect(flatContent(workspace)).toEqual(before);
  });

  it('releases the very lock that is held now', async () => {
    await migrate({ stage: 'start' });
    seen = moving('switch', {
      stage: 'release',
      lockSince: LOCK,
    });
    const other = await migrate({ stage: 'release', releasedLock: '1' });
    expect(other.error?.message).toContain('is not the lock that the guard');
    expect((await migrate({ stage: 'release' })).error).toBeUndefined();
    expect(
      flatContent(workspace)['deployments/postgres-statefulset.yaml'],
    ).toMatch(new RegExp(`name: SAFEKEEP_RELEASED_LOCK\\n +value: "${LOCK}"`));
  });

  it('writes what the comparison came to, and never calls unknown a pass', async () => {
    for (const [results, verified] of [
      [['pass', 'warn'], 'warn'],
      [['pass', 'not-known'], 'warn'],
      [['pass'], 'pass'],
      [[], 'not-known'],
    ] as const) {
      workspace.setContent(files());
      seen = running;
      await migrate({ stage: 'start' });
      seen = moving(
        'switch',
        { stage: 'finalize' },
        {
          verification: results.map(result => ({ result })),
        },
      );
      expect((await migrate({ stage: 'finalize' })).error).toBeUndefined();
      expect(
        flatContent(workspace)['deployments/postgres-statefulset.yaml'],
      ).toContain(`"verified":"${verified}"`);
    }
  });

  it('plans only the first stage where nobody can look, and says so', async () => {
    const alone = createMigratePostgresAction({ now });
    const first = await run({ ...where, stage: 'start' }, alone);
    expect(first.outputs.way).toBe('staged');
    expect(String(first.outputs.warnings)).toContain('Nobody looked');
    expect(String(first.outputs.description)).toContain('Nobody looked');
    const next = await run({ ...where, stage: 'switch' }, alone);
    expect(next.error?.message).toContain('here is nobody to ask');
  });

  it('asks Safekeep’s backend with the person’s own rights', async () => {
    let asked: unknown[] = [];
    let answer: object = { databases: [running] };
    const server = createServer((request, response) => {
      asked = [request.method, request.url, request.headers.authorization];
      response.writeHead('error' in answer ? 403 : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const source = BackendDatabaseStateSource.create({
        auth: mockServices.auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async () => `http://127.0.0.1:${port}/api/safekeep`,
        }),
      });
      const ask = (database: string) =>
        source.getDatabase({
          ...where,
          cluster: undefined,
          database,
          getCredentials: async () => mockCredentials.user(),
        });
      await expect(ask('deployment/postgres')).resolves.toEqual(running);
      expect(asked).toEqual([
        'GET',
        '/api/safekeep/v1/entities/component/default/observer/status',
        expect.stringContaining('user:default/mock'),
      ]);
      await expect(ask('deployment/other')).rejects.toThrow(
        /sees no deployment\/other .* it sees Deployment postgres/,
      );
      answer = { databases: [moving('switch')] };
      await expect(ask('statefulset/postgres')).resolves.toBeDefined();
      answer = { error: { name: 'NotAllowedError', message: 'not yours' } };
      await expect(ask('deployment/postgres')).rejects.toThrow(
        /does not tell how .*not yours/,
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
