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

import { StatusFacts } from '../facts';
import { StatusAction } from '../statusAction';
import { isLive } from './sources';

/**
 * To create a database, for who may propose one: where everything was looked at
 * and none was found. Of several namespaces the form asks for the one.
 *
 * @param databases - how many there are
 */
export function createDatabaseAction(
  { entityRef, mayPropose, namespaces, repository }: StatusFacts,
  databases: number,
): StatusAction | undefined {
  const isSeen =
    namespaces.length > 0 && namespaces.every(({ source }) => isLive(source));
  if (
    databases > 0 ||
    !mayPropose ||
    !isSeen ||
    !repository ||
    !isLive(repository.source)
  ) {
    return undefined;
  }
  const [only, ...others] = namespaces;
  return {
    template: 'create-postgres',
    formData: {
      entityRef,
      ...(others.length === 0 && {
        cluster: only.source.name,
        ...(only.source.namespace && { namespace: only.source.namespace }),
      }),
      repository: repository.url,
    },
  };
}
