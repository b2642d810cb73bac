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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { ReencryptionTarget } from '@safekeep/backstage-plugin-safekeep-node';

/**
 * Who is asked to re-encrypt, and on whose behalf.
 *
 * @public
 */
export interface ControllerCall {
  /** Configured name; a source that knows one controller only needs none. */
  cluster?: string;
  getCredentials: () => Promise<BackstageCredentials>;
  signal?: AbortSignal;
}

/**
 * A cluster's sealed-secrets controller, which alone can open values and seal
 * them anew.
 *
 * @public
 */
export interface ReencryptionSource {
  /** @returns the newest certificate as PEM. */
  getCertificate(call: ControllerCall): Promise<string>;

  /**
   * @returns new ciphertexts of the same values, by key.
   * @throws ControllerBusyError when the same request will do later.
   */
  reencrypt(
    call: ControllerCall & { target: ReencryptionTarget },
  ): Promise<Record<string, string>>;
}

/**
 * The controller cannot answer now, because it is asked too often or because it
 * is being restarted. To wait and to ask again is all there is to do.
 *
 * @public
 */
export class ControllerBusyError extends ServiceUnavailableError {
  /** As long as it asks to be left alone, where it does. */
  readonly retryAfterMs?: number;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}
