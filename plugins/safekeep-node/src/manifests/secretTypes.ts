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

/** What the API server asks of a Secret's keys, by its type. */
interface TypeRule {
  /** Keys that must all be there. */
  all?: string[];
  /** Keys of which one must be there. */
  any?: string[];
  /** A key whose value must be a JSON object. */
  json?: string;
  /** An annotation of the Secret that must not be empty. */
  annotation?: string;
}

const RULES: Record<string, TypeRule> = {
  'kubernetes.io/tls': { all: ['tls.crt', 'tls.key'] },
  'kubernetes.io/basic-auth': { any: ['username', 'password'] },
  'kubernetes.io/ssh-auth': { all: ['ssh-privatekey'] },
  'kubernetes.io/dockercfg': { all: ['.dockercfg'], json: '.dockercfg' },
  'kubernetes.io/dockerconfigjson': {
    all: ['.dockerconfigjson'],
    json: '.dockerconfigjson',
  },
  'kubernetes.io/service-account-token': {
    annotation: 'kubernetes.io/service-account.name',
  },
};

/**
 * Refuses a Secret that the API server would refuse for its type. The
 * controller would find out after the merge, and only say so in its condition.
 */
export function assertTypeHolds(secret: {
  /** Named in errors: where it is written, and which it is. */
  what: string;
  type: string | undefined;
  /** All keys of the Secret. */
  keys: string[];
  /** Those values that are known here. */
  values?: ReadonlyMap<string, Uint8Array>;
  annotations?: Record<string, string>;
}): void {
  const { what, type = 'Opaque', keys, values, annotations } = secret;
  const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
  if (!rule) {
    return;
  }
  const missing = (rule.all ?? []).filter(key => !keys.includes(key));
  if (missing.length > 0) {
    throw new InputError(
      `${what} is of type ${type} and would have no key ${missing.join(
        ' and no key ',
      )}: the cluster refuses such a Secret. Give ${
        missing.length > 1 ? 'them' : 'it'
      } a value, or use the type Opaque`,
    );
  }
  if (rule.any && !rule.any.some(key => keys.includes(key))) {
    throw new InputError(
      `${what} is of type ${type} and would have neither ${rule.any.join(
        ' nor ',
      )}: the cluster refuses such a Secret. Give one of them a value, or use the type Opaque`,
    );
  }
  const json = rule.json && values?.get(rule.json);
  if (json && !isJsonMapping(json)) {
    throw new InputError(
      `${what} is of type ${type}, and the value of ${rule.json} is not a JSON object: the cluster refuses such a Secret`,
    );
  }
  if (rule.annotation && !annotations?.[rule.annotation]) {
    throw new InputError(
      `${what} is of type ${type} without the annotation ${rule.annotation}: the cluster refuses such a Secret, and fills one that has it by itself. There is nothing to seal in it`,
    );
  }
}

function isJsonMapping(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    );
    // Go reads null into a map without an error.
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}
