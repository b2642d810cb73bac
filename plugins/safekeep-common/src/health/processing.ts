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

import { SealedSecretObservation } from '../observations';

/**
 * Whether the controller has dealt with the newest change of a SealedSecret.
 *
 * @public
 */
export function isProcessed(sealed: SealedSecretObservation): boolean {
  return sealed.observedGeneration === undefined
    ? sealed.generation <= 1
    : sealed.observedGeneration >= sealed.generation;
}

/**
 * Since when the Secret has what its SealedSecret says now, as far as the
 * controller tells; `Infinity` while it has not come to it yet.
 */
export function contentSince(
  sealed: SealedSecretObservation,
): number | undefined {
  if (!isProcessed(sealed)) {
    return Infinity;
  }
  const since = Date.parse(sealed.processedAt ?? '');
  return Number.isNaN(since) ? undefined : since;
}
