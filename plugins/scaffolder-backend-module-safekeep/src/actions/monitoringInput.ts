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

import { MonitoringOptions } from '@safekeep/backstage-plugin-safekeep-node';
import type { z as zod } from 'zod/v3';

type Zod = typeof zod;

/** Inputs of every action that can bring a database's monitoring. */
export const monitoringInput = {
  monitoring: (z: Zod) =>
    z
      .boolean({
        description:
          'Whether to add an exporter, a ServiceMonitor and a Grafana dashboard; by default no',
      })
      .optional(),
  serviceMonitorLabels: (z: Zod) =>
    z
      .record(z.string(), {
        description:
          'Labels that the Prometheus chooses ServiceMonitors by, such as `release: prometheus`; empty values are left out',
      })
      .optional(),
  exporterImage: (z: Zod) =>
    z
      .string({
        description:
          'Image of the exporter, where it comes from a registry of one’s own',
      })
      .optional(),
};

/** What these inputs ask for; undefined for no monitoring. */
export function monitoringOf(input: {
  monitoring?: boolean;
  serviceMonitorLabels?: Record<string, string>;
  exporterImage?: string;
}): MonitoringOptions | undefined {
  if (!input.monitoring) {
    return undefined;
  }
  return {
    // A form gives what was left empty as an empty text.
    serviceMonitorLabels: Object.fromEntries(
      Object.entries(input.serviceMonitorLabels ?? {}).filter(
        ([, value]) => value !== '',
      ),
    ),
    image: input.exporterImage || undefined,
  };
}
