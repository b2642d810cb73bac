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

import type { SeededDatabase } from '../postgres/DataVolumes';

/** What the databases of the seeded services hold after some months of use. */
export const SEEDED_DATABASES: SeededDatabase[] = [
  {
    namespace: 'observer-prod',
    claim: 'observer-db-pvc',
    path: 'pgdata',
    contents: {
      observer: [
        { schema: 'public', name: 'scalp_ticks', rows: 1_000_000, growth: 2 },
        { schema: 'public', name: 'swing_bars_10m', rows: 42_160 },
        { schema: 'public', name: 'scale_progress', rows: 118 },
        { schema: 'public', name: 'token_lifecycle', rows: 9 },
      ],
    },
  },
  {
    namespace: 'ledger-prod',
    claim: 'data-ledger-db-0',
    path: 'pgdata',
    contents: {
      ledger: [
        { schema: 'public', name: 'entries', rows: 73_204 },
        { schema: 'public', name: 'accounts', rows: 31 },
      ],
    },
  },
];
