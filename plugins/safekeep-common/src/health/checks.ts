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

import { StatusFacts } from '../facts';
import { CheckStatus } from '../status';
import { databaseChecks } from './databaseChecks';
import { Database } from './databases';
import { NamespaceView } from './namespaceView';
import { isLongRunning } from './rollout';
import {
  consumersCheck,
  controllerCheck,
  sealedInGitCheck,
  unsealedCheck,
} from './secretChecks';
import { SecretSubject } from './secretSubjects';

/**
 * The checklist of a service, in the order in which a person would go through
 * it. A check that does not apply is left out; one that cannot be looked at, or
 * of which nobody can tell whether it applies, is there and `unknown`.
 */
export function describeChecks(seen: {
  facts: StatusFacts;
  views: NamespaceView[];
  databases: Database[];
  subjects: SecretSubject[];
}): CheckStatus[] {
  const { facts, views, databases, subjects } = seen;
  const servers = new Set<unknown>(databases.map(({ workload }) => workload));
  return [
    ...controllerCheck(views, subjects),
    ...sealedInGitCheck(views, subjects, facts.repository),
    ...unsealedCheck(views, subjects),
    ...databaseChecks(views, databases),
    ...consumersCheck(
      views,
      workload =>
        isLongRunning(workload) &&
        workload.secretReferences.length > 0 &&
        !servers.has(workload),
    ),
  ];
}
