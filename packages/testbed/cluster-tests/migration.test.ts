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

import { describeDowntime } from './migration/describeDowntime';
import { describeGuarded } from './migration/describeGuarded';
import { describeNaive } from './migration/describeNaive';
import { describeStaged } from './migration/describeStaged';
import { describeUnclean } from './migration/describeUnclean';
import { MigrationRun } from './migration/MigrationRun';

jest.setTimeout(900_000);

// A database with a million rows and a writer on its way from a Deployment to a
// StatefulSet, through Argo CD, with what may go wrong on it.
const run = new MigrationRun();

beforeAll(() => run.start());
afterAll(() => run.stop());

describeNaive(run);
describeGuarded(run);
describeStaged(run);
describeUnclean(run);
describeDowntime(run);
