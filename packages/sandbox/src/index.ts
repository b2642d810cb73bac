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

/**
 * A Kubernetes API, a Git forge and a sync between them, to try Safekeep on
 * and to test it with.
 *
 * @packageDocumentation
 */
export { startSandbox, type Sandbox, type SandboxOptions } from './Sandbox';
export { Forge, type ForgeOptions } from './forge/Forge';
export { Sync, type SyncOptions } from './sync/Sync';
export type { Application, ApplicationState } from './sync/SyncedApplication';
export {
  SandboxCluster,
  type SandboxClusterOptions,
} from './kubernetes/SandboxCluster';
export type { SandboxTiming } from './kubernetes/SandboxTiming';
export type { AccessRule } from './kubernetes/access/AccessControl';
export { fillIn, readSeedFiles } from './seed/seedHistory';
