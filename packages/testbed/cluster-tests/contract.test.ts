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
import {
  ClusterTarget,
  describeCluster,
  findStorageClass,
} from '@safekeep/sandbox/conformance';
import { TestbedDescription } from '../src';
import { compactEtcd } from './support/compactEtcd';

const USUAL_PLACE = '/var/lib/safekeep-testbed/description.json';

// What the sandbox is held to within `npm test`, asked of a real cluster.
const { kubernetes, images, sealedSecrets, machine }: TestbedDescription =
  JSON.parse(readFileSync(process.env.SAFEKEEP_TESTBED || USUAL_PLACE, 'utf8'));

describe('a real cluster', () => {
  const target: ClusterTarget = {
    url: kubernetes.url,
    token: kubernetes.token,
    certificate: readFileSync(kubernetes.certificateAuthority, 'utf8'),
    image: images.shell,
    storageClass: '',
    sealedSecrets: {
      namespace: sealedSecrets.controllerNamespace,
      name: sealedSecrets.controllerName,
    },
    patienceMs: 120_000,
    compact: compactEtcd,
  };

  beforeAll(async () => {
    target.storageClass = await findStorageClass(target);
  });

  describeCluster(() => target, { canCompact: machine !== undefined });
});
