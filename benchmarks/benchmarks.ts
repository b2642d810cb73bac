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

import { editing } from './editing/editing';
import { Benchmark } from './Figure';
import { downtime } from './migration/downtime';
import { besideClientGo } from './mirror/besideClientGo';
import { firstSync } from './mirror/firstSync';
import { planning } from './planning/planning';
import { reencryption } from './reencryption/reencryption';
import { conversion, oneValue } from './sealing/besideCommand';
import { sealing } from './sealing/besideLibrary';

/** All there are, in the order in which they are measured and told. */
export const BENCHMARKS: readonly Benchmark[] = [
  sealing,
  oneValue,
  conversion,
  editing,
  planning,
  downtime,
  reencryption,
  firstSync,
  besideClientGo,
];
