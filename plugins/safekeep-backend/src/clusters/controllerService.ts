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

import { ServiceUnavailableError } from '@backstage/errors';
import { ControllerOptions } from '../config';
import { toClusterFailure } from './ClusterFailure';
import { ClusterTransport } from './ClusterTransport';
import { count, list, record, text } from './projection/json';
import { readJson } from './readJsonLines';

const TIMEOUT_MS = 10_000;
const MAX_LENGTH = 64 * 1024;

/** Who is asked: a cluster's sealed-secrets controller, behind the API server. */
export interface ControllerRequest {
  cluster: string;
  transport: ClusterTransport;
  controller: ControllerOptions;
}

/** The name of the Service's first port, or its number where it has no name: what kubeseal asks for. */
async function findPort(
  request: ControllerRequest,
  signal: AbortSignal,
): Promise<string> {
  const { controllerName, controllerNamespace } = request.controller;
  const response = await request.transport.get({
    path: `/api/v1/namespaces/${encodeURIComponent(
      controllerNamespace,
    )}/services/${encodeURIComponent(controllerName)}`,
    signal,
    timeoutMs: TIMEOUT_MS,
  });
  const service = await readJson(response.body, {
    silenceMs: TIMEOUT_MS,
    maxLength: MAX_LENGTH,
  });
  const [port] = list(record(service, 'spec'), 'ports');
  return text(port, 'name') ?? String(count(port, 'port') ?? '');
}

/** Where an endpoint of the controller is, through the API server's proxy. */
export async function findControllerPath(
  request: ControllerRequest,
  endpoint: 'v1/cert.pem' | 'v1/rotate',
  signal: AbortSignal,
): Promise<string> {
  const { controllerName, controllerNamespace } = request.controller;
  const port = await findPort(request, signal);
  return `/api/v1/namespaces/${encodeURIComponent(
    controllerNamespace,
  )}/services/http:${encodeURIComponent(controllerName)}:${encodeURIComponent(
    port,
  )}/proxy/${endpoint}`;
}

/** The API server answered before; now it answers for who is behind the Service. */
export function explainSilence(
  { cluster, controller }: ControllerRequest,
  error: unknown,
): ServiceUnavailableError | undefined {
  const { status } = toClusterFailure(error);
  const { controllerNamespace, controllerName } = controller;
  return status !== undefined && status >= 500
    ? new ServiceUnavailableError(
        `The sealed-secrets controller of cluster ${cluster} does not answer (${status}); look whether Deployment ${controllerNamespace}/${controllerName} has a pod that is ready`,
        error,
      )
    : undefined;
}
