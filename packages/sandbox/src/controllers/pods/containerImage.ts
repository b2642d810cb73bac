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

import { Container } from '../../kubernetes/objects/workloads';

/** Why a container's image cannot be had: its state's reason and message, and what is told in events. */
export interface ImageProblem {
  reason: string;
  message: string;
  events: Array<{
    type: 'Normal' | 'Warning';
    reason: string;
    message: string;
  }>;
}

/**
 * Images of a domain that can never be (`registry.invalid/…`) are not on the
 * node and cannot be pulled; every other one is there.
 */
export function imageProblem(container: Container): ImageProblem | undefined {
  const image = container.image ?? '';
  const [registry] = image.split('/');
  if (!registry.endsWith('.invalid')) {
    return undefined;
  }
  if (container.imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    const reason = 'ErrImageNeverPull';
    return {
      reason,
      message,
      events: [
        { type: 'Warning', reason, message },
        { type: 'Warning', reason: 'Failed', message: `Error: ${reason}` },
      ],
    };
  }
  const why = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: dial tcp: lookup ${registry}: no such host`;
  const backOff = `Back-off pulling image "${image}"`;
  return {
    reason: 'ImagePullBackOff',
    message: `${backOff}: ErrImagePull: ${why}`,
    events: [
      {
        type: 'Normal',
        reason: 'Pulling',
        message: `Pulling image "${image}"`,
      },
      {
        type: 'Warning',
        reason: 'Failed',
        message: `Failed to pull image "${image}": ${why}`,
      },
      { type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' },
      { type: 'Normal', reason: 'BackOff', message: backOff },
      { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' },
    ],
  };
}

/** What a kubelet tells of an image that it has, or has got. */
export function imageEvents(
  container: Container,
): Array<{ reason: string; message: string }> {
  const image = container.image ?? '';
  return container.imagePullPolicy === 'Always'
    ? [
        { reason: 'Pulling', message: `Pulling image "${image}"` },
        {
          reason: 'Pulled',
          message: `Successfully pulled image "${image}" in 0s (0s including waiting). Image size: 0 bytes.`,
        },
      ]
    : [
        {
          reason: 'Pulled',
          message: `Container image "${image}" already present on machine`,
        },
      ];
}
