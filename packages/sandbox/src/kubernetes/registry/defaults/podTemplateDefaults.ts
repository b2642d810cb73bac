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

import { isRecord, JsonRecord } from '../../json/isRecord';
import { withoutEmpty } from '../objectIdentity';

/** Fills what the API server fills in a pod's spec. */
export function podSpecDefaults(spec: unknown): JsonRecord {
  const given = isRecord(spec) ? spec : {};
  const result: JsonRecord = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    ...given,
  };
  for (const field of ['containers', 'initContainers']) {
    const containers = given[field];
    if (Array.isArray(containers)) {
      result[field] = containers.map(containerDefaults);
    }
  }
  if (Array.isArray(given.volumes)) {
    result.volumes = given.volumes.map(volumeDefaults);
  }
  return result;
}

export function podTemplateDefaults(template: unknown): JsonRecord {
  const given = isRecord(template) ? template : {};
  return {
    ...given,
    ...(isRecord(given.metadata)
      ? { metadata: withoutEmpty(given.metadata) }
      : {}),
    spec: podSpecDefaults(given.spec),
  };
}

function containerDefaults(container: unknown): unknown {
  if (!isRecord(container)) {
    return container;
  }
  const result: JsonRecord = {
    imagePullPolicy: pullPolicyOf(String(container.image ?? '')),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
  };
  if (Array.isArray(container.ports)) {
    result.ports = container.ports.map(port =>
      isRecord(port) ? { protocol: 'TCP', ...port } : port,
    );
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (isRecord(container[probe])) {
      result[probe] = {
        failureThreshold: 3,
        periodSeconds: 10,
        successThreshold: 1,
        timeoutSeconds: 1,
        ...(container[probe] as JsonRecord),
      };
    }
  }
  return result;
}

/** An image without a tag is `latest`, which is pulled always. */
function pullPolicyOf(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  const untagged = !name.includes(':') && !name.includes('@');
  return untagged || name.endsWith(':latest') ? 'Always' : 'IfNotPresent';
}

function volumeDefaults(volume: unknown): unknown {
  if (!isRecord(volume)) {
    return volume;
  }
  const result = { ...volume };
  for (const source of ['secret', 'configMap', 'projected']) {
    if (isRecord(volume[source])) {
      result[source] = { defaultMode: 420, ...(volume[source] as JsonRecord) };
    }
  }
  return result;
}
