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

import { Benchmark, CannotMeasure } from '../Figure';

/**
 * How long nobody can write to a database that moves. A suite of the test bed
 * measures it, because it takes a whole cluster; here it is only told.
 */
export const downtime: Benchmark = {
  figures: [
    {
      name: 'downtime',
      title:
        'from the last write before a database moves to the first one after',
      unit: 's',
      anchor: 'kubectl scale, wait and apply by hand',
      goal: { ratio: { atMost: 1.2 } },
    },
  ],
  async measure() {
    throw new CannotMeasure(
      'it is measured on the test bed: SAFEKEEP_MEASURE=1 npm run test:cluster -- migration; docs/performance.md has what it came to',
    );
  },
};
