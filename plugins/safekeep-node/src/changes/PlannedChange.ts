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

import { RestartedWorkload } from '../manifests/setSecretChecksum';
import { FileChange } from './FileChange';

/**
 * A change of the repository that is worked out and not yet made.
 *
 * @public
 */
export interface PlannedChange {
  changes: FileChange[];
  /** The same for the same request on the same files; no value is part of it. */
  changeId: string;
  /** In the imperative, for the pull request. */
  title: string;
  /** What changes, what happens on merge, how to verify and how to go back, in Markdown. */
  description: string;
  /** Path of the SealedSecret. */
  path: string;
  /** Keys that were sealed. */
  keys: string[];
  restartedWorkloads: RestartedWorkload[];
  /** What a person must know before merging; part of the description too. */
  warnings: string[];
}
