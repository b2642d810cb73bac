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

import { InputError } from '@backstage/errors';

/**
 * How far a sealed value can be moved and still be opened: under its own name
 * and namespace only, under any name in its namespace, or anywhere in the
 * cluster.
 *
 * @public
 */
export type SealingScope = 'strict' | 'namespace-wide' | 'cluster-wide';

/**
 * What a value is sealed for.
 *
 * @public
 */
export interface SealingTarget {
  scope: SealingScope;
  namespace: string;
  name: string;
}

const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const SCOPES: readonly string[] = ['strict', 'namespace-wide', 'cluster-wide'];

/**
 * The label that binds a sealed value to its target: `namespace/name` for
 * strict, the namespace for namespace-wide, nothing for cluster-wide.
 *
 * @public
 */
export function sealingLabel(target: SealingTarget): string {
  assertTarget(target);
  switch (target.scope) {
    case 'strict':
      return `${target.namespace}/${target.name}`;
    case 'namespace-wide':
      return target.namespace;
    default:
      return '';
  }
}

/**
 * Refuses a namespace, name or scope that Kubernetes would refuse, before
 * anything is sealed for it.
 */
export function assertTarget(target: SealingTarget): void {
  if (!SCOPES.includes(target.scope)) {
    throw new InputError(
      `Scope ${JSON.stringify(
        target.scope,
      )} is not known: use strict, namespace-wide or cluster-wide`,
    );
  }
  if (!NAMESPACE.test(target.namespace)) {
    throw new InputError(
      `${JSON.stringify(target.namespace)} is not a valid namespace name`,
    );
  }
  if (!NAME.test(target.name)) {
    throw new InputError(
      `${JSON.stringify(target.name)} is not a valid name for a Secret`,
    );
  }
}
