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

import { DatabaseRoles } from './DatabaseRoles';
import { makeVerifier } from './scram';

describe('the roles of an empty data directory', () => {
  it('are the superuser, and whom a created database makes by verifiers', () => {
    const roles = DatabaseRoles.initialize(
      new Map([
        ['POSTGRES_USER', 'postgres'],
        ['POSTGRES_PASSWORD', 'super'],
        ['DB_USER', 'observer'],
        ['DB_PASSWORD_VERIFIER', makeVerifier('app')],
        ['METRICS_USER', 'metrics'],
        ['METRICS_PASSWORD_VERIFIER', 'no verifier'],
      ]),
    );
    expect(roles.names).toEqual(['observer', 'postgres']);
    expect(roles.login('observer', 'app')).toBe(true);
    expect(roles.login('observer', 'super')).toBe(false);
    expect(roles.login('postgres', 'super')).toBe(true);
  });
});
