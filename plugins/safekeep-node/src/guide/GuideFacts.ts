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

import { SealingScope } from '../sealing';

/** A SealedSecret, as the guide tells of it. */
export interface GuideSecret {
  namespace: string;
  name: string;
  /** From the folder of the guide. */
  file: string;
  keys: string[];
  scope: SealingScope;
  /**
   * Whether its file holds nothing else and says the namespace, so that kubeseal
   * can read the file as it is.
   */
  isWhole: boolean;
}

/** What the guide is written from: names only, and no value. */
export interface GuideFacts {
  controller: { name: string; namespace: string };
  /** Sorted by namespace and name; at least one. */
  secrets: GuideSecret[];
  /** Secrets that are plain in Git, with their files. */
  plain: { name: string; file: string }[];
  /** Files that could not be read and may hold more. */
  unread: string[];
}
