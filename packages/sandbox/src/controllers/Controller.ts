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

import { StoreEvent } from '../kubernetes/store/ObjectStore';

/** The object that a controller looks after. */
export interface ObjectKey {
  namespace?: string;
  name: string;
}

/**
 * One control loop: which objects an event concerns, and what to do about one
 * of them now. Reconciling is synchronous, so nothing changes meanwhile.
 */
export interface Controller {
  readonly name: string;
  keysOf(event: StoreEvent): ObjectKey[];
  reconcile(key: ObjectKey): void;
}

export function keyOf(object: {
  metadata: { namespace?: string; name: string };
}): ObjectKey {
  const { namespace, name } = object.metadata;
  return { namespace, name };
}
