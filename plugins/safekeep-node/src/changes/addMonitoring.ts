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

import { posix } from 'node:path';
import { joinPath } from '../manifests/resolveKustomization';
import { clientLabels } from '../postgres/clientLabels';
import { PostgresServer } from '../postgres/findServer';
import { renderMonitoring } from '../postgres/renderMonitoring';
import { administratorOf } from '../postgres/roleOfPassword';
import { ServiceObject } from '../postgres/serviceObjects';
import { ChangeSet } from './ChangeSet';
import { assertNothingThere } from './findManifestPlace';
import { ServiceFiles } from './locateSecret';
import { listFile } from './replacePlainFile';

/**
 * What a person may say of a server's monitoring.
 *
 * @public
 */
export interface MonitoringOptions {
  /** Labels that the Prometheus chooses ServiceMonitors by, such as `release`. */
  serviceMonitorLabels?: Record<string, string>;
  /** The exporter's image, where it comes from a registry of one's own. */
  image?: string;
}

/**
 * Adds an exporter, a ServiceMonitor and a dashboard for a server that is there,
 * as a file beside its own.
 *
 * @remarks
 * A role that may read statistics only would have to be made in the database,
 * by hand or by a Job; the exporter logs in as the administrator, and the warning
 * says what to do about it.
 *
 * @returns the path of the new file, and what to know before the merge
 * @throws InputError where nothing tells the administrator's password, or
 *   something of these names is there
 */
export function addMonitoring(
  changeSet: ChangeSet,
  service: ServiceFiles,
  options: {
    namespace: string;
    objects: ServiceObject[];
    server: PostgresServer;
    monitoring: MonitoringOptions;
  },
): { path: string; warnings: string[] } {
  const { namespace, objects, server, monitoring } = options;
  const { workload, host, port, database } = server;
  const { role, password } = administratorOf(server);
  const client = clientLabels(objects, server);
  const kustomization =
    service.applied.get(workload.path)?.kustomization ?? service.kustomization;
  const file = `${workload.name}-monitoring.yaml`;
  const path = kustomization
    ? joinPath(posix.dirname(kustomization), 'monitoring', file)
    : joinPath(posix.dirname(workload.path), file);
  const text = renderMonitoring({
    namespace,
    name: workload.name,
    host,
    port,
    database,
    role,
    password,
    podLabels: client.labels,
    ...monitoring,
  });
  assertNothingThere(
    changeSet.files,
    service,
    namespace,
    new Map([[path, text]]),
    'Leave the monitoring out, or take that away first',
  );
  changeSet.write(path, text);
  if (kustomization) {
    listFile(changeSet, kustomization, path);
  }
  return {
    path,
    warnings: [
      ...client.warnings,
      `The exporter logs in as the administrator, by \`${password.key}\` of Secret \`${password.secret}\`. A role for it alone is better: \`CREATE ROLE metrics LOGIN PASSWORD …; GRANT pg_monitor TO metrics;\`, sealed into a Secret of its own, and named in \`${path}\`.`,
      'Without the Prometheus operator the cluster knows no ServiceMonitor, and the sync of that one object fails.',
    ],
  };
}
