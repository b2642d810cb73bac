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

import { CreateRun } from './create/CreateRun';
import { describeAccepted } from './create/describeAccepted';
import { describeServer } from './create/describeServer';
import { describeSync } from './create/describeSync';

jest.setTimeout(600_000);

// A database that Safekeep writes, in a namespace that takes restricted pods only.
const run = new CreateRun();

beforeAll(() => run.start());
afterAll(() => run.stop());

describeAccepted(run);
describeServer(run);
describeSync(run);
