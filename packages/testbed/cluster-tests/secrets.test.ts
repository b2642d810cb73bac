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

import { describeKeys } from './secrets/describeKeys';
import { describeReencryption } from './secrets/describeReencryption';
import { describeRollBack } from './secrets/describeRollBack';
import { SecretsRun } from './secrets/SecretsRun';

jest.setTimeout(600_000);

// What one can do with secrets besides the walk of the document.
const run = new SecretsRun();

beforeAll(() => run.start());
afterAll(() => run.stop());

describeKeys(run);
describeRollBack(run);
describeReencryption(run);
