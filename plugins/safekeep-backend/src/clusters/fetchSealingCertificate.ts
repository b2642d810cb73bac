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

import { readFile } from 'fs/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { SealingCertificate } from '@safekeep/backstage-plugin-safekeep-common';
import { parseSealingCertificate } from '@safekeep/backstage-plugin-safekeep-node';
import { toClusterFailure } from './ClusterFailure';
import {
  ControllerRequest,
  explainSilence,
  findControllerPath,
} from './controllerService';
import { readBody } from './readJsonLines';

const TIMEOUT_MS = 10_000;
/** A certificate is 2 KiB. */
const MAX_LENGTH = 64 * 1024;

async function fetchPem(request: ControllerRequest): Promise<string> {
  const signal = AbortSignal.timeout(2 * TIMEOUT_MS);
  const response = await request.transport
    .get({
      path: await findControllerPath(request, 'v1/cert.pem', signal),
      accept: '*/*',
      signal,
      timeoutMs: TIMEOUT_MS,
    })
    .catch(error => {
      throw explainSilence(request, error) ?? error;
    });
  return await readBody(response.body, {
    silenceMs: TIMEOUT_MS,
    maxLength: MAX_LENGTH,
  });
}

function explain(
  request: ControllerRequest,
  error: unknown,
): ServiceUnavailableError {
  if (error instanceof ServiceUnavailableError) {
    return error;
  }
  const { cluster, controller } = request;
  const failure = toClusterFailure(error);
  const service = `${controller.controllerNamespace}/${controller.controllerName}`;
  switch (failure.kind) {
    case 'missing':
      return new ServiceUnavailableError(
        `Cluster ${cluster} has no Service ${service}; install the sealed-secrets controller, or configure its name and namespace in safekeep.sealedSecrets`,
        failure,
      );
    case 'forbidden':
      return new ServiceUnavailableError(
        `Cluster ${cluster} does not let Safekeep reach Service ${service}; apply the ClusterRole of the documentation to its account, or configure a certificateFile`,
        failure,
      );
    default:
      return new ServiceUnavailableError(
        `The sealing certificate of cluster ${cluster} cannot be had: ${failure.message}`,
        failure,
      );
  }
}

/**
 * The newest sealing certificate of a cluster: from the configured file, else
 * from its controller at this moment, through the API server.
 *
 * @throws ServiceUnavailableError
 */
export async function fetchSealingCertificate(
  request: ControllerRequest,
): Promise<SealingCertificate> {
  const { cluster, controller } = request;
  let pem: string;
  try {
    pem = controller.certificateFile
      ? await readFile(controller.certificateFile, 'utf8')
      : await fetchPem(request);
  } catch (error) {
    throw explain(request, error);
  }
  try {
    const certificate = parseSealingCertificate(pem);
    return {
      cluster,
      pem: certificate.pem,
      fingerprint: certificate.fingerprint,
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
    };
  } catch (error) {
    throw new ServiceUnavailableError(
      `What cluster ${cluster} gives as its sealing certificate is none: ${
        (error as Error).message
      }`,
    );
  }
}
