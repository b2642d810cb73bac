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

import { CRITERIA, expectLine, VERIFICATIONS } from './phase2/checklist';
import { describeAsFound } from './phase2/describeAsFound';
import { describeRotation } from './phase2/describeRotation';
import { describeSealing } from './phase2/describeSealing';
import { describeSecrecy } from './phase2/describeSecrecy';
import { Phase2Walk } from './phase2/Phase2Walk';

jest.setTimeout(600_000);

// The document "Phase 2: Security & Database Reliability", from its start on.
// The parts go on where the one before has ended.
const walk = new Phase2Walk();

beforeAll(() => walk.start());
afterAll(() => walk.stop());

describeAsFound(walk);
describeSealing(walk);

describe('Verification', () => {
  it.each(VERIFICATIONS)('$title', async line => {
    expect.hasAssertions();
    await expectLine(walk.phase2, line);
  });
});

describeRotation(walk);

describe('Success Criteria', () => {
  it.each(CRITERIA)('$title', async line => {
    expect.hasAssertions();
    await expectLine(walk.phase2, line);
  });
});

describeSecrecy(walk);
