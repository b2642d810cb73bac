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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { DatabaseStatus } from '@safekeep/backstage-plugin-safekeep-common';

/**
 * Which database is looked at, and on whose behalf.
 *
 * @public
 */
export interface DatabaseStateCall {
  /** The service that the database belongs to. */
  entityRef: string;
  cluster?: string;
  namespace: string;
  /** The workload that serves it, such as `deployment/postgres`. */
  database: string;
  getCredentials: () => Promise<BackstageCredentials>;
  signal?: AbortSignal;
}

/**
 * Who knows how a database stands in its cluster.
 *
 * @public
 */
export interface DatabaseStateSource {
  /** @throws NotFoundError when the service has no such database */
  getDatabase(call: DatabaseStateCall): Promise<DatabaseStatus>;
}
