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
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ReencryptionResult } from '@safekeep/backstage-plugin-safekeep-common';
import {
  explainRotateRefusal,
  readRotateAnswer,
  ReencryptionTarget,
  renderRotateRequest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { ClusterFailure, toClusterFailure } from '../clusters/ClusterFailure';
import {
  ControllerRequest,
  explainSilence,
  findControllerPath,
} from '../clusters/controllerService';
import { readBody } from '../clusters/readJsonLines';
import { ControllerBusyError } from './ControllerBusyError';

/** Each value is tried with every key that the controller ever had. */
const TIMEOUT_MS = 60_000;
/** The API server takes some 3 MiB; the answer is as large as what was asked. */
const MAX_LENGTH = 4 * 1024 * 1024;
const USUAL_WAIT_MS = 1_000;

/**
 * Lets a cluster's controller open values and seal them with its newest key.
 * Ciphertext goes in, and nothing but ciphertext comes out.
 *
 * @throws ConflictError when the controller cannot, ControllerBusyError when it
 *   was asked too often, ServiceUnavailableError when it cannot be reached.
 */
export async function reencryptSecret(
  request: ControllerRequest,
  target: ReencryptionTarget,
): Promise<ReencryptionResult> {
  const signal = AbortSignal.timeout(2 * TIMEOUT_MS);
  const body = renderRotateRequest(target);
  try {
    const path = await findControllerPath(request, 'v1/rotate', signal);
    const answer = await post(request, target, { path, body, signal });
    return { encryptedData: readRotateAnswer(answer, target) };
  } catch (error) {
    throw explain(request, target, error);
  }
}

async function post(
  request: ControllerRequest,
  target: ReencryptionTarget,
  message: { path: string; body: string; signal: AbortSignal },
): Promise<string> {
  let response;
  try {
    response = await request.transport.post({
      ...message,
      accept: '*/*',
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    // The proxy's own failures are 502 to 504.
    if (toClusterFailure(error).status === 500) {
      throw new ConflictError(explainRotateRefusal(target));
    }
    throw explainSilence(request, error) ?? error;
  }
  return await readBody(response.body, {
    silenceMs: TIMEOUT_MS,
    maxLength: MAX_LENGTH,
  });
}

function explain(
  { cluster, controller }: ControllerRequest,
  target: ReencryptionTarget,
  error: unknown,
): Error {
  if (
    error instanceof ConflictError ||
    error instanceof ServiceUnavailableError
  ) {
    return error;
  }
  const failure = toClusterFailure(error);
  const service = `${controller.controllerNamespace}/${controller.controllerName}`;
  switch (failure.kind) {
    case 'busy':
      return busy(cluster, failure);
    case 'missing':
      return new ServiceUnavailableError(
        `Cluster ${cluster} has no Service ${service} that re-encrypts; install the sealed-secrets controller, or configure its name and namespace in safekeep.sealedSecrets`,
        failure,
      );
    case 'forbidden':
      return new ServiceUnavailableError(
        `Cluster ${cluster} does not let Safekeep ask Service ${service} to re-encrypt; give its account the verb create on services/proxy, as the Role of the documentation has it`,
        failure,
      );
    default:
      return failure.status === 413
        ? new InputError(
            `SealedSecret ${target.namespace}/${target.name} is too large to be re-encrypted through the API server of cluster ${cluster}`,
          )
        : new ServiceUnavailableError(
            `SealedSecret ${target.namespace}/${target.name} cannot be re-encrypted in cluster ${cluster}: ${failure.message}`,
            failure,
          );
  }
}

function busy(cluster: string, failure: ClusterFailure): ControllerBusyError {
  return new ControllerBusyError(
    `The sealed-secrets controller of cluster ${cluster} is asked too often; it answers two requests a second unless it is told otherwise`,
    failure.retryAfterMs ?? USUAL_WAIT_MS,
  );
}
