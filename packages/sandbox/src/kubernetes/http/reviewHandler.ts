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

import { AccessControl } from '../access/AccessControl';
import { recordAt } from '../json/isRecord';
import { timestamp } from '../store/ObjectStore';
import { ApiCall } from './ApiCall';

/** `kubectl auth can-i` and `kubectl auth whoami`: questions that are never stored. */
export async function handleReview(
  call: ApiCall,
  kind: string,
  access: AccessControl,
  now: () => Date,
): Promise<void> {
  const review = await call.record();
  if (kind === 'SelfSubjectReview') {
    call.json(201, {
      ...review,
      metadata: { creationTimestamp: timestamp(now()) },
      status: {
        userInfo: { username: call.user, groups: ['system:authenticated'] },
      },
    });
    return;
  }
  const asked = recordAt(review, 'spec', 'resourceAttributes');
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const subresource = text(asked.subresource);
  const allowed = access.isAllowed({
    verb: text(asked.verb),
    group: text(asked.group),
    resource: subresource
      ? `${text(asked.resource)}/${subresource}`
      : text(asked.resource),
    namespace: text(asked.namespace) || undefined,
  });
  call.json(201, { ...review, status: { allowed } });
}
