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

/* eslint-disable jest/no-export -- a suite that is run on more than one cluster */

import { describeApplying } from './api/describeApplying';
import { describeBookmarks } from './api/describeBookmarks';
import { describeExpiry } from './api/describeExpiry';
import { describeReading } from './api/describeReading';
import { describeResuming } from './api/describeResuming';
import { describeWatching } from './api/describeWatching';
import { describeWriting } from './api/describeWriting';
import { ClusterTarget } from './ClusterTarget';
import { describeControllerService } from './sealedSecrets/describeControllerService';
import { describeReencrypting } from './sealedSecrets/describeReencrypting';
import { describeSecretOwnership } from './sealedSecrets/describeSecretOwnership';
import { describeSealedSecretSchema } from './sealedSecrets/describeSealedSecretSchema';
import { describeUnsealing } from './sealedSecrets/describeUnsealing';
import { describeUnsealingRefusals } from './sealedSecrets/describeUnsealingRefusals';
import { describeClaims } from './workloads/describeClaims';
import { describeDeletion } from './workloads/describeDeletion';
import { describeDeployments } from './workloads/describeDeployments';
import { describeInitContainers } from './workloads/describeInitContainers';
import { describeJobs } from './workloads/describeJobs';
import { describeStatefulSets } from './workloads/describeStatefulSets';
import { describeStatefulSetUpdates } from './workloads/describeStatefulSetUpdates';
import { describeTables } from './workloads/describeTables';
import { describeUnschedulablePods } from './workloads/describeUnschedulablePods';
import { describeWaitingPods } from './workloads/describeWaitingPods';
import { describeWorkloadRefusals } from './workloads/describeWorkloadRefusals';

const LONGEST_TEST_MS = 240_000;

/**
 * The contract: what Safekeep and its tests expect of a cluster, in words that
 * the sandbox and a real one both keep.
 */
export function describeCluster(
  target: () => ClusterTarget,
  options: { canCompact: boolean },
): void {
  jest.setTimeout(LONGEST_TEST_MS);

  describeReading(target);
  describeWriting(target);
  describeApplying(target);
  describeWatching(target);
  describeBookmarks(target);
  describeResuming(target);
  (options.canCompact ? describe : describe.skip)('when it forgets', () =>
    describeExpiry(target),
  );

  describeUnsealing(target);
  describeUnsealingRefusals(target);
  describeSealedSecretSchema(target);
  describeSecretOwnership(target);
  describeControllerService(target);
  describeReencrypting(target);

  describeWaitingPods(target);
  describeInitContainers(target);
  describeUnschedulablePods(target);
  describeClaims(target);
  describeStatefulSets(target);
  describeStatefulSetUpdates(target);
  describeDeployments(target);
  describeJobs(target);
  describeDeletion(target);
  describeWorkloadRefusals(target);
  describeTables(target);
}
