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

import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  createSealingKeyPair,
  observerFiles,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { JsonObject, JsonValue } from '@backstage/types';
import { parseAllDocuments } from 'yaml';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { createPostgresAction } from './createPostgresAction';

const INPUT = {
  cluster: 'sandbox',
  namespace: 'observer-prod',
  name: 'ticks',
  image: 'postgres:17.6-alpine',
  role: 'observer',
  storageClass: 'local-path',
  storage: '10Gi',
};

// Keys of a size that the cluster would make, several of them.
jest.setTimeout(60_000);

describe('safekeep:postgres:create', () => {
  const keys = createSealingKeyPair();
  const action = createPostgresAction({
    certificates: { getCertificate: async () => keys.certificate },
    now: () => new Date('2026-03-01T12:00:00Z'),
  });
  const workspace = createMockDirectory();
  beforeEach(() => workspace.setContent(Object.fromEntries(observerFiles())));
  const run = (change: JsonObject = {}, checkpoints?: Map<string, JsonValue>) =>
    runAction(action, {
      workspacePath: workspace.path,
      input: { ...INPUT, ...change },
      ...(checkpoints && { checkpoints }),
    });

  /** The generated values, opened with the controller's key. */
  function passwords(): string[] {
    return Object.values(flatContent(workspace))
      .filter(text => text.includes('kind: SealedSecret'))
      .flatMap(text => parseAllDocuments(text))
      .map(document => document.toJS())
      .flatMap(({ metadata, spec }) =>
        Object.entries<string>(spec.encryptedData)
          .filter(([key]) => key.endsWith('PASSWORD'))
          .map(([, text]) =>
            unseal(text, keys, `observer-prod/${metadata.name}`).toString(),
          ),
      );
  }

  it('writes the files and says what a pull request needs', async () => {
    const { outputs, error, log } = await run({
      monitoring: true,
      serviceMonitorLabels: { release: 'prometheus', team: '' },
      backupKeepDays: 3,
      memory: '',
    });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({
      path: 'statefulsets/ticks.yaml',
      title: 'Create PostgreSQL ticks',
      branch: expect.stringMatching(/^safekeep\/create-ticks-/),
      secrets: ['ticks-superuser', 'ticks-app', 'ticks-metrics'],
      appSecret: 'ticks-app',
      restartedWorkloads: [],
    });
    const after = flatContent(workspace);
    for (const { path } of outputs.changes as { path: string }[]) {
      expect(after[path]).toBeDefined();
    }
    expect(after['cronjobs/ticks-backup.yaml']).toContain('value: "3"');
    expect(after['monitoring/ticks-monitoring.yaml']).toContain(
      'release: prometheus',
    );
    expect(after['monitoring/ticks-monitoring.yaml']).not.toContain('team');
    expect(log.join('\n')).toContain('Made statefulsets/ticks.yaml');
  });

  it('tells its passwords nowhere, in no form', async () => {
    const result = await run({ monitoring: true });
    expect(result.error).toBeUndefined();
    const made = passwords();
    expect(made).toHaveLength(3);
    const told = [
      JSON.stringify(result.outputs),
      ...result.log,
      JSON.stringify([...result.checkpoints]),
      JSON.stringify(flatContent(workspace)),
    ].join('\n');
    expect(told).toContain('StatefulSet');
    for (const password of made) {
      expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
      expect(findEncodings(password, told)).toEqual([]);
    }
  });

  it('comes to the same when the task is run again', async () => {
    const first = await run();
    const kept = flatContent(workspace);
    // On a fresh workspace, and on one where only the fetched files are fresh.
    for (const files of [{}, kept]) {
      workspace.setContent({
        ...files,
        ...Object.fromEntries(observerFiles()),
      });
      const again = await run({}, first.checkpoints);
      expect(again.error).toBeUndefined();
      expect(again.outputs).toEqual(first.outputs);
    }
  });

  it.each([
    ['a name that is there', { name: 'postgres' }, /there is a .* postgres/],
    ['an unknown image', { image: 'acme/db' }, /Which user image/],
    ['another namespace', { namespace: 'elsewhere' }, /into namespace/],
    ['no certificate', { certificate: '../c.pem' }, /c\.pem/],
  ])('refuses %s and writes nothing', async (_, change, message) => {
    const before = flatContent(workspace);
    const { error, outputs } = await run(change);
    expect(error?.message).toMatch(message);
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
  });
});
