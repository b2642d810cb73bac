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

import { ControllerNames } from './ControllerNames';
import { InstallForm } from './repositoryTool';
import { ControllerUpgrade } from './upgradeController';

/** What became of the files, for the text. */
export interface InstallOutcome {
  form: InstallForm;
  /** Why this form. */
  because: string;
  controller: ControllerNames;
  path: string;
  upgrade?: ControllerUpgrade & { by: string };
  /** Why the file is in no kustomization, where nothing applies it yet. */
  unlisted?: string;
  warnings: string[];
}
