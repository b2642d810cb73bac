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

import { checksumAnnotation } from './checksum';
import { setSecretChecksum } from './setSecretChecksum';

const path = 'file.yaml';
const checksum = 'c'.repeat(64);

function workload(kind: string, podSpec: string, extra = ''): string {
  const apiVersion = kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  const spec =
    kind === 'CronJob'
      ? `  jobTemplate:\n    spec:\n      template:\n        spec:\n          ${podSpec}\n`
      : `  template:\n    spec:\n      ${podSpec}\n`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${kind.toLowerCase()}\n${extra}spec:\n${spec}`;
}

const READING = [
  'containers: [{ name: a, envFrom: [{ secretRef: { name: app } }] }]',
  'containers: [{ name: a, env: [{ name: X, valueFrom: { secretKeyRef: { name: app, key: k } } }] }]',
  'initContainers: [{ name: a, envFrom: [{ secretRef: { name: app } }] }]',
  'volumes: [{ name: v, secret: { secretName: app } }]',
  'volumes: [{ name: v, projected: { sources: [{ secret: { name: app } }] } }]',
];
const NOT_READING = [
  'containers: [{ name: app, envFrom: [{ secretRef: { name: app-other } }] }]',
  'containers: [{ name: a, envFrom: [{ configMapRef: { name: app } }] }]',
  'imagePullSecrets: [{ name: app }]',
  'volumes: [{ name: app, emptyDir: {} }]',
];

describe('setSecretChecksum', () => {
  it('marks each kind of workload that reads the secret, in each way of reading, and no other', () => {
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']) {
      const file = [...READING, ...NOT_READING]
        .map(podSpec => workload(kind, podSpec))
        .join('---\n');
      const { text, workloads } = setSecretChecksum(file, {
        path,
        secret: 'app',
        checksum,
      });
      expect(workloads).toEqual(
        READING.map(() => ({ kind, name: kind.toLowerCase(), path })),
      );
      const added = `checksum.safekeep.io/app: ${checksum}\n`;
      expect(text.split(added)).toHaveLength(READING.length + 1);
      const documents = text.split('---\n');
      for (const document of documents.slice(READING.length)) {
        expect(document).not.toContain('checksum');
      }
      const again = setSecretChecksum(text, { path, secret: 'app', checksum });
      expect(again.text).toBe(text);
      const changed = setSecretChecksum(text, {
        path,
        secret: 'app',
        checksum: 'd'.repeat(64),
      });
      expect(changed.text).toBe(text.replaceAll(checksum, 'd'.repeat(64)));
    }
    const job = workload('Job', READING[0]);
    expect(setSecretChecksum(job, { path, secret: 'app', checksum })).toEqual({
      text: job,
      workloads: [],
      skipped: [],
      reloaded: [],
      jobs: [{ kind: 'Job', name: 'job', path }],
    });
    const rollout = workload('Deployment', READING[0])
      .replace('apps/v1', 'argoproj.io/v1alpha1')
      .replace('kind: Deployment', 'kind: Rollout');
    expect(
      setSecretChecksum(rollout, { path, secret: 'app', checksum }).workloads,
    ).toMatchObject([{ kind: 'Rollout' }]);
    const foreign = rollout.replace('argoproj.io', 'example.com');
    expect(
      setSecretChecksum(foreign, { path, secret: 'app', checksum }).workloads,
    ).toEqual([]);
  });

  it('leaves workloads of other namespaces alone', () => {
    const file = workload('Deployment', READING[0], '  namespace: dev\n');
    const set = (namespace?: string) =>
      setSecretChecksum(file, { path, secret: 'app', checksum, namespace });
    expect(set('prod').workloads).toEqual([]);
    expect(set('dev').workloads).toHaveLength(1);
    expect(set().workloads).toHaveLength(1);
  });

  it('never starts a second database beside one that keeps a volume', () => {
    const database =
      'containers: [{ name: db, image: "docker.io/library/postgres:15", envFrom: [{ secretRef: { name: app } }] }]\n      volumes: [{ name: v, persistentVolumeClaim: { claimName: c } }]';
    const set = (text: string) =>
      setSecretChecksum(text, { path, secret: 'app', checksum });
    const rolling = workload('Deployment', database);
    expect(set(rolling)).toEqual({
      text: rolling,
      workloads: [],
      skipped: [{ kind: 'Deployment', name: 'deployment', path }],
      reloaded: [],
      jobs: [],
    });
    const recreated = rolling.replace(
      'spec:\n',
      'spec:\n  strategy: { type: Recreate }\n',
    );
    expect(set(recreated).workloads).toHaveLength(1);
    expect(set(workload('StatefulSet', database)).workloads).toHaveLength(1);
    const withoutVolume = rolling.replace('persistentVolumeClaim', 'other');
    expect(set(withoutVolume).workloads).toHaveLength(1);
  });

  it('leaves to Reloader what it restarts', () => {
    const annotated = (line: string) =>
      workload('Deployment', READING[0], `  annotations:\n    ${line}\n`);
    const set = (line: string, reloaderMark?: 'match' | 'ignore') =>
      setSecretChecksum(annotated(line), {
        path,
        secret: 'app',
        checksum,
        reloaderMark,
      });
    const auto = 'reloader.stakater.com/auto: "true"';
    expect(set(auto)).toEqual({
      text: annotated(auto),
      workloads: [],
      skipped: [],
      reloaded: [{ kind: 'Deployment', name: 'deployment', path }],
      jobs: [],
    });
    // Of this Secret it knows nothing.
    expect(set(auto, 'ignore').workloads).toHaveLength(1);
    const named = 'secret.reloader.stakater.com/reload: "app,other"';
    expect(set(named).reloaded).toHaveLength(1);
    expect(set(named.replace('app', 'b')).workloads).toHaveLength(1);
    const search = 'reloader.stakater.com/search: "true"';
    expect(set(search, 'match').reloaded).toHaveLength(1);
    expect(set(search).workloads).toHaveLength(1);
  });

  it('keeps the annotation name valid for any secret name', () => {
    expect(checksumAnnotation('app')).toBe('checksum.safekeep.io/app');
    const long = `${'a'.repeat(45)}.${'b'.repeat(100)}`;
    const name = checksumAnnotation(long);
    expect(name.slice('checksum.safekeep.io/'.length)).toMatch(
      /^[a-z0-9][-a-z0-9.]{0,61}[a-z0-9]$/,
    );
    expect(checksumAnnotation(`${long}c`)).not.toBe(name);
  });
});
