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
import { mergeEntries } from './yaml/mergeEntries';
import { ObjectPosition, valueAt } from './yaml/readYaml';

/** Argo CD applies the waves of a sync one after the other, each once the one before is healthy. */
export const ANNOTATION_SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** The wave of an object; without an annotation it is 0. */
export function syncWaveOf(object: JsonObject): number {
  const text = valueAt(object, 'metadata', 'annotations', ANNOTATION_SYNC_WAVE);
  const wave = typeof text === 'string' ? Number(text) : 0;
  return Number.isInteger(wave) ? wave : 0;
}

/** Puts an object into a wave, where it stands. */
export function setSyncWave(
  text: string,
  options: { path: string; position: ObjectPosition; wave: number },
): string {
  return mergeEntries(text, {
    path: options.path,
    position: options.position,
    mapping: ['metadata', 'annotations'],
    entries: { [ANNOTATION_SYNC_WAVE]: String(options.wave) },
  });
}
