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
import { mappings, valueAt } from '../../manifests/yaml/readYaml';

const PORT = 5432;

/**
 * Asks over the loopback address: while initdb runs, its server listens on the
 * socket alone, and must not count as ready.
 */
const IS_READY =
  'exec pg_isready -q -h 127.0.0.1 -p 5432 -U "${POSTGRES_USER:-${POSTGRESQL_USERNAME:-postgres}}" -d "${POSTGRES_DB:-${POSTGRESQL_DATABASE:-postgres}}"';

/** Recovery after a crash may take an hour; only then does liveness count. */
const STARTUP = { periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 3600 };

/**
 * The server with a startup probe, and with `pg_isready` over the loopback
 * address where its probes use it. Other probes stay as they are.
 */
export function withSafeProbes(container: JsonObject): JsonObject {
  const asks = { exec: { command: ['/bin/sh', '-c', IS_READY] } };
  const safe = (probe: JsonObject[string]) => {
    if (!isReadyProbe(probe)) {
      return probe;
    }
    // The startup probe waits already.
    const { initialDelaySeconds: _, ...rest } = probe as JsonObject;
    return { ...rest, ...asks };
  };
  const { readinessProbe, livenessProbe } = container;
  const ports = mappings(container.ports);
  return {
    ...container,
    ...(!ports.some(({ containerPort }) => containerPort === PORT) && {
      ports: [...ports, { name: 'postgres', containerPort: PORT }],
    }),
    startupProbe: container.startupProbe ?? { ...asks, ...STARTUP },
    ...(livenessProbe !== undefined && { livenessProbe: safe(livenessProbe) }),
    readinessProbe:
      readinessProbe === undefined
        ? { ...asks, periodSeconds: 10, timeoutSeconds: 5 }
        : safe(readinessProbe),
  };
}

function isReadyProbe(probe: JsonObject[string]): boolean {
  const command = valueAt(probe, 'exec', 'command');
  return (
    Array.isArray(command) &&
    command.some(each => /\bpg_isready\b/.test(String(each))) &&
    !command.some(each => /127\.0\.0\.1|localhost|::1/.test(String(each)))
  );
}
