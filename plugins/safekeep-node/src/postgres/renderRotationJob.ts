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
  ANNOTATION_PASSWORD_ROTATION,
  PASSWORD_ROTATION_JOB,
  PasswordRotation,
  renderPasswordRotation,
} from '@safekeep/backstage-plugin-safekeep-common';
import { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';
import { connectionTo, DatabaseJob, databaseJob } from './databaseJob';
import { VariableSource } from '../manifests/containerVariables';

/** Where the container finds the Secret's values. */
const VALUES = '/run/safekeep';

export interface RotationJob extends DatabaseJob {
  rotation: PasswordRotation;
  script: string;
  /** SHA-256 in hex of what `verifier` must hold: until it does, the Job waits. */
  verifierDigest: string;
  /** Name of the file to where its content is. */
  files: Record<string, { secret: string; key: string }>;
  environment: Record<string, VariableSource>;
}

/**
 * The manifest of a Job that changes a password, as text of a file.
 *
 * @remarks
 * It fits the restricted pod security standard. The Secret is mounted and not
 * read as environment, since the controller may come to it after the Job has
 * started; a file follows, a variable does not. The Job is not removed when it
 * has ended, because its verdict is read from its pod.
 */
export function renderRotationJob(job: RotationJob): string {
  const manifest = databaseJob(job, {
    kind: PASSWORD_ROTATION_JOB,
    request: {
      [ANNOTATION_PASSWORD_ROTATION]: renderPasswordRotation(job.rotation),
    },
    activeDeadlineSeconds: 900,
    container: {
      name: 'rotate',
      script: job.script,
      environment: environmentOf(job),
      resources: {
        requests: { cpu: '10m', memory: '32Mi' },
        limits: { cpu: '200m', memory: '128Mi' },
      },
      volumes: [
        {
          volume: {
            name: 'values',
            projected: { defaultMode: 0o440, sources: sourcesOf(job) },
          },
          mountPath: VALUES,
          readOnly: true,
        },
        {
          volume: { name: 'tmp', emptyDir: { sizeLimit: '1Mi' } },
          mountPath: '/tmp',
        },
      ],
    },
  });
  return `${header(job)}${stringify(manifest, { lineWidth: 0 })}`;
}

function header({ rotation }: RotationJob): string {
  const { secret, keys } = rotation;
  return [
    `# Changes a password in the database: ${keys.join(', ')} of ${secret}.`,
    '# Safekeep gives it a new name with each rotation. To run it again, delete',
    '# the Job in the cluster; the sync after that makes it again.',
    '',
  ].join('\n');
}

function environmentOf(job: RotationJob): Record<string, VariableSource> {
  return {
    ...connectionTo(job.server),
    SAFEKEEP_VALUES: { value: VALUES },
    SAFEKEEP_VERDICT: { value: '/dev/termination-log' },
    SAFEKEEP_PATIENCE: { value: '180' },
    VERIFIER_SHA256: { value: job.verifierDigest },
    ...job.environment,
  };
}

/** Optional, so that the Job starts, waits and says so while a key is not there yet. */
function sourcesOf({ files }: RotationJob): JsonObject[] {
  const bySecret = new Map<string, { key: string; path: string }[]>();
  for (const [path, { secret, key }] of Object.entries(files)) {
    const items = bySecret.get(secret) ?? [];
    items.push({ key, path });
    bySecret.set(secret, items);
  }
  return [...bySecret].map(([name, items]) => ({
    secret: { name, optional: true, items },
  }));
}
