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
import {
  explainRotateRefusal,
  readRotateAnswer,
  ReencryptionTarget,
  renderRotateRequest,
} from '@safekeep/backstage-plugin-safekeep-node';
import {
  ControllerBusyError,
  ControllerCall,
  ReencryptionSource,
} from '@safekeep/backstage-plugin-scaffolder-backend-module-safekeep';

const TIMEOUT_MS = 130_000;

/**
 * A sealed-secrets controller at an address of this machine, such as one that
 * `kubectl port-forward` makes.
 */
export class ControllerReencryptionSource implements ReencryptionSource {
  readonly #url: string;

  static create(url: string): ControllerReencryptionSource {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new InputError(
        'The address of the controller is no URL: give it as http://localhost:8080',
      );
    }
    return new ControllerReencryptionSource(url.replace(/\/+$/, ''));
  }

  private constructor(url: string) {
    this.#url = url;
  }

  async getCertificate({ signal }: ControllerCall): Promise<string> {
    const response = await this.#ask('v1/cert.pem', { signal });
    if (!response.ok) {
      throw new ServiceUnavailableError(
        `What answers at ${this.#url} gives no certificate (HTTP ${
          response.status
        }): is it the sealed-secrets controller?`,
      );
    }
    return await response.text();
  }

  async reencrypt({
    target,
    signal,
  }: ControllerCall & { target: ReencryptionTarget }): Promise<
    Record<string, string>
  > {
    const response = await this.#ask('v1/rotate', {
      method: 'POST',
      body: renderRotateRequest(target),
      signal,
    });
    if (response.ok) {
      return readRotateAnswer(await response.text(), target);
    }
    // What it says is not used: nothing is to be repeated.
    await response.body?.cancel();
    switch (response.status) {
      case 500:
        throw new ConflictError(explainRotateRefusal(target));
      case 429:
      case 502:
      case 503:
      case 504: {
        const seconds = Number(response.headers.get('retry-after') ?? NaN);
        throw new ControllerBusyError(
          `The controller cannot answer now (HTTP ${response.status})`,
          Number.isFinite(seconds) ? seconds * 1000 : undefined,
        );
      }
      default:
        throw new ServiceUnavailableError(
          `The controller does not re-encrypt (HTTP ${response.status})`,
        );
    }
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const { signal } = init;
    try {
      return await fetch(`${this.#url}/${path}`, {
        ...init,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch {
      signal?.throwIfAborted();
      throw new ControllerBusyError(
        `Nothing answers at ${
          this.#url
        }: start kubectl port-forward to the controller’s Service`,
      );
    }
  }
}
