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

import {
  changeBranch,
  PlannedChange,
} from '@safekeep/backstage-plugin-safekeep-node';

/** What every action that seals tells of its change; never what is in a file. */
interface ChangeOutputs {
  changes: {
    path: string;
    action: 'create' | 'update' | 'delete';
    base?: string;
  }[];
  changeId: string;
  branch: string;
  path: string;
  title: string;
  description: string;
  restartedWorkloads: { kind: string; name: string }[];
  warnings: string[];
}

function outputsOf(
  planned: PlannedChange,
  change: { verb: string; name: string },
): ChangeOutputs {
  const { changeId, path, title, description, warnings } = planned;
  return {
    changes: planned.changes.map(({ path: file, action, base }) => ({
      path: file,
      action,
      ...(base && { base }),
    })),
    changeId,
    branch: changeBranch({ ...change, changeId }),
    path,
    title,
    description,
    restartedWorkloads: planned.restartedWorkloads.map(({ kind, name }) => ({
      kind,
      name,
    })),
    warnings,
  };
}

/** Outputs a change, without what is in its files: the workspace has that. */
export function outputChange(
  output: (
    name: keyof ChangeOutputs,
    value: ChangeOutputs[keyof ChangeOutputs],
  ) => void,
  planned: PlannedChange,
  change: { verb: string; name: string },
): void {
  for (const [name, value] of Object.entries(outputsOf(planned, change))) {
    output(name as keyof ChangeOutputs, value);
  }
}
