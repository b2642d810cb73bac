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

import { describeApiServer } from './faults/describeApiServer';
import { describeController } from './faults/describeController';
import { describeDatabases } from './faults/describeDatabases';
import { describeDrift } from './faults/describeDrift';
import { describeInTheWay } from './faults/describeInTheWay';
import { describeRestore } from './faults/describeRestore';
import { describeSealing } from './faults/describeSealing';
import { FaultBed } from './faults/FaultBed';

jest.setTimeout(240_000);

// What goes wrong is told as it is, and what the card says to do about it helps.
// The faults of one service are made together; those of the whole cluster come
// last, one after the other.
const bed = new FaultBed();

beforeAll(() => bed.start());
afterAll(() => bed.stop());

describeSealing(bed);
describeInTheWay(bed);
describeDrift(bed);
describeDatabases(bed);
describeController(bed);
describeApiServer(bed);
describeRestore(bed);
