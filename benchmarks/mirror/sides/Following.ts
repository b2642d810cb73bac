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

import { Counts } from '../kinds';

/** Where a cluster is, by a kubeconfig file whose current context is the cluster's. */
export interface Target {
  kubeconfig: string;
  context: string;
}

/** All kinds of {@link FOLLOWED_KINDS} of one cluster, read and followed. */
export interface Following {
  /** How many objects of each kind it knows now. */
  count(): Promise<Counts>;
  /** The phase of a Pod, as it is known now. */
  podPhase(namespace: string, name: string): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Resolves once every kind was read for the first time and is watched. */
export type Follow = (target: Target) => Promise<Following>;
