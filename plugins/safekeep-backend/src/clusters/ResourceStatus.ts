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

import { ObservedKind } from './watchedResources';

/**
 * How well one kind of one cluster can be seen.
 *
 * - `starting`: not read yet, and nothing has failed;
 * - `live`: read, and followed at this moment;
 * - `stale`: was read, and cannot be followed at this moment;
 * - `unreachable`: never read, because every attempt failed;
 * - `forbidden`: the cluster's account may not read it;
 * - `not-installed`: the cluster does not have this kind.
 */
export type ResourceState =
  | 'starting'
  | 'live'
  | 'stale'
  | 'unreachable'
  | 'forbidden'
  | 'not-installed';

export interface ResourceStatus {
  kind: ObservedKind;
  /** The only namespace that it is watched in. */
  namespace?: string;
  state: ResourceState;
  /** When it came into this state. */
  since: Date;
  /** When what is known of it was last known to be current. */
  lastSeen?: Date;
  /** What went wrong, in words for anybody. */
  message?: string;
}
