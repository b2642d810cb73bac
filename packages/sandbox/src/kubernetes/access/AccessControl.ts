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

import { isDeepStrictEqual } from 'node:util';

/**
 * What the API server refuses with 403. Absent fields match everything.
 *
 * @public
 */
export interface AccessRule {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, … */
  verb?: string;
  /** Plural, with the subresource: `pods`, `pods/log`. */
  resource?: string;
  group?: string;
  /** Cluster-wide requests (a list over all namespaces) match only rules without it. */
  namespace?: string;
}

export interface AccessAttempt {
  verb: string;
  resource: string;
  group: string;
  namespace?: string;
}

/** Everything is allowed except what a rule forbids: the reverse of RBAC, and enough to see its refusals. */
export class AccessControl {
  static create(): AccessControl {
    return new AccessControl();
  }

  #rules: AccessRule[] = [];

  private constructor() {}

  forbid(rule: AccessRule): void {
    this.#rules.push({ ...rule });
  }

  allow(rule?: AccessRule): void {
    this.#rules = rule
      ? this.#rules.filter(other => !isDeepStrictEqual(other, { ...rule }))
      : [];
  }

  isAllowed(attempt: AccessAttempt): boolean {
    return !this.#rules.some(
      rule =>
        (rule.verb === undefined || rule.verb === attempt.verb) &&
        (rule.resource === undefined || rule.resource === attempt.resource) &&
        (rule.group === undefined || rule.group === attempt.group) &&
        (rule.namespace === undefined || rule.namespace === attempt.namespace),
    );
  }
}
