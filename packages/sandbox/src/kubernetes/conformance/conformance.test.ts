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

import { readFileSync } from 'node:fs';
import { SandboxCluster } from '../SandboxCluster';
import { ApiTarget } from './ApiTarget';
import { describeApplying } from './describeApplying';
import { describeReading } from './describeReading';
import { describeWatching } from './describeWatching';
import { describeWriting } from './describeWriting';

const { env } = process;

/**
 * What holds of any Kubernetes API server. Runs on the sandbox's, or on the
 * real one that these variables name.
 */
describe('a Kubernetes API server', () => {
  let target: ApiTarget;
  let cluster: SandboxCluster | undefined;

  beforeAll(async () => {
    if (env.SAFEKEEP_CONFORMANCE_URL) {
      target = {
        url: env.SAFEKEEP_CONFORMANCE_URL,
        token: env.SAFEKEEP_CONFORMANCE_TOKEN ?? '',
        certificate: env.SAFEKEEP_CONFORMANCE_CA
          ? readFileSync(env.SAFEKEEP_CONFORMANCE_CA, 'utf8')
          : undefined,
      };
    } else {
      cluster = await SandboxCluster.start();
      target = cluster;
    }
  }, 60_000);
  afterAll(async () => cluster?.stop());

  describeReading(() => target);
  describeWriting(() => target);
  describeApplying(() => target);
  describeWatching(() => target);
});
