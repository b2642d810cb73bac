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

import { describeDump } from './kills/describeDump';
import { describeSameClaim } from './kills/describeSameClaim';
import { KillsRun } from './kills/KillsRun';

jest.setTimeout(900_000);

// Whatever dies at whatever stage of a database's way to a StatefulSet, its data
// is all there afterwards, and the card says where it stands. Backstage dies
// while it proposes each stage; Argo CD, the kubelet and the server as soon as a
// stage begins to have effect. One test goes on where the one before it ended.
const run = new KillsRun();

beforeAll(() => run.open(['kills', 'kills-dump']));
afterAll(() => run.close());

describeSameClaim(run, 'kills');
describeDump(run, 'kills-dump');
