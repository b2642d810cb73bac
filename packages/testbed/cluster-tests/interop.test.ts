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

import { describeCommand } from './interop/describeCommand';
import { describeLimits } from './interop/describeLimits';
import { describeMoved } from './interop/describeMoved';
import { describeRandomSecrets } from './interop/describeRandomSecrets';
import { describeReadByKubeseal } from './interop/describeReadByKubeseal';
import { describeWrittenByKubeseal } from './interop/describeWrittenByKubeseal';
import { InteropRun } from './interop/InteropRun';

jest.setTimeout(600_000);

// Both ways: what we seal is opened by the real controller and read by kubeseal,
// and what kubeseal writes is read by us.
const run = new InteropRun();

beforeAll(() => run.start());
afterAll(() => run.stop());

const written = describeRandomSecrets(run);
describeReadByKubeseal(run, written);
describeWrittenByKubeseal(run);
describeMoved(run);
describeLimits(run);
describeCommand(run);
