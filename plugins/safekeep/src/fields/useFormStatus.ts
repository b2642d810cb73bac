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

import { CompoundEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useEffect, useState } from 'react';
import { safekeepApiRef } from '../api/safekeepApiRef';

/** The status of the entity that a form is about, as far as it could be read. */
export type FormStatus =
  | { state: 'loading' }
  | { state: 'no-entity' }
  | { state: 'unreadable'; error: Error }
  | { state: 'read'; status: EntityStatus };

function parse(entityRef: string | undefined): CompoundEntityRef | undefined {
  try {
    return entityRef
      ? parseEntityRef(entityRef, {
          defaultKind: 'component',
          defaultNamespace: 'default',
        })
      : undefined;
  } catch {
    return undefined;
  }
}

/** Asks once for the status of the form's entity. */
export function useFormStatus(entityRef: string | undefined): FormStatus {
  const api = useApi(safekeepApiRef);
  const [answer, setAnswer] = useState<
    | { entityRef: string; status: EntityStatus }
    | { entityRef: string; error: Error }
  >();

  useEffect(() => {
    const compound = parse(entityRef);
    if (!entityRef || !compound) {
      return undefined;
    }
    const controller = new AbortController();
    api.getEntityStatus(compound, { signal: controller.signal }).then(
      status => !controller.signal.aborted && setAnswer({ entityRef, status }),
      error =>
        !controller.signal.aborted &&
        setAnswer({
          entityRef,
          error: error instanceof Error ? error : new Error(String(error)),
        }),
    );
    return () => controller.abort();
  }, [api, entityRef]);

  if (!parse(entityRef)) {
    return { state: 'no-entity' };
  }
  if (!answer || answer.entityRef !== entityRef) {
    return { state: 'loading' };
  }
  if ('error' in answer) {
    return { state: 'unreadable', error: answer.error };
  }
  return { state: 'read', status: answer.status };
}
