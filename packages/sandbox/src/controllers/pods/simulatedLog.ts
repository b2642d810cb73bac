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

import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';

/**
 * What a pod "prints", one line in each entry: the annotation lets a manifest
 * or a test say what a Job would have said.
 */
export const LOG_ANNOTATION = 'sandbox.safekeep.io/log';

export function simulatedLog(
  pod: KubernetesObject,
  container: string,
  complaint?: string,
): string {
  const lines = [
    `simulated: container ${container} of pod ${pod.metadata.name} does not run in the sandbox`,
  ];
  const declared = pod.metadata.annotations?.[LOG_ANNOTATION];
  if (declared) {
    lines.push(declared);
  }
  if (complaint) {
    lines.push(complaint);
  }
  return lines.join('\n');
}
