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

import { randomBytes } from 'node:crypto';
import {
  SealingScope,
  SecretTemplate,
} from '@safekeep/backstage-plugin-safekeep-node';
import fc from 'fast-check';
import { Canary, makeCanary } from '../support/canary';
import { annotations, key, labels, name } from './secretTexts';
import { largeValue, value } from './secretValues';

export const SCOPES: SealingScope[] = [
  'strict',
  'namespace-wide',
  'cluster-wide',
];

/** A Secret that is to come out of the cluster as it is here. */
export interface SecretCase {
  /** Tells it from the others in messages, together with the seed. */
  index: number;
  namespace: string;
  name: string;
  scope: SealingScope;
  template: SecretTemplate;
  values: Map<string, Buffer>;
  /** Among the values; it must not stand anywhere in plain. */
  canary: Canary;
}

/** Keys that the API server demands of a Secret of a type. */
const TYPES: [type: string | undefined, keys: Record<string, string>][] = [
  [undefined, {}],
  ['Opaque', {}],
  ['kubernetes.io/basic-auth', { username: 'safekeep', password: 'x' }],
  ['kubernetes.io/ssh-auth', { 'ssh-privatekey': 'x' }],
  ['kubernetes.io/tls', { 'tls.crt': 'x', 'tls.key': 'y' }],
  ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': '{"auths":{}}' }],
  ['kubernetes.io/dockercfg', { '.dockercfg': '{}' }],
  ['example.com/of-our-own', {}],
];

const drawnCase = fc.record({
  namespace: fc.nat({ max: 99 }),
  name,
  scope: fc.constantFrom(...SCOPES),
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constant(TYPES[1]) },
    { weight: 3, arbitrary: fc.constantFrom(...TYPES) },
  ),
  immutable: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  labels,
  annotations,
  values: fc.array(fc.tuple(key, value), { maxLength: 4 }),
  large: largeValue,
});

/** Random Secrets: the same ones for the same seed, but for their canaries. */
export function drawCases(options: {
  seed: number;
  count: number;
  namespaces: string[];
}): SecretCase[] {
  const { seed, count, namespaces } = options;
  const taken = new Set<string>();
  return fc.sample(drawnCase, { seed, numRuns: count }).map((drawn, index) => {
    const namespace = namespaces[drawn.namespace % namespaces.length];
    const isTaken = taken.has(`${namespace}/${drawn.name}`);
    const ownName = isTaken ? `${drawn.name}-${index}` : drawn.name;
    taken.add(`${namespace}/${ownName}`);
    const [type, demanded] = drawn.type;
    const canary = makeCanary();
    // A file never lacks what its type demands, so that comes first.
    const first = Object.entries(demanded).map(
      ([each, text]): [string, Buffer] => [each, Buffer.from(text)],
    );
    const values = new Map<string, Buffer>([
      ...first,
      ...drawn.values,
      ...first,
      ...(drawn.large ? ([['large', drawn.large]] as const) : []),
      ['CANARY', Buffer.from(canary.value)],
    ]);
    return {
      index,
      namespace,
      name: ownName,
      scope: drawn.scope,
      template: {
        type,
        immutable: drawn.immutable,
        labels: drawn.labels,
        annotations: drawn.annotations,
      },
      values,
      canary,
    };
  });
}

/** A small Secret with a name that no other one has. */
export function plainCase(
  namespace: string,
  scope: SealingScope,
  values: Record<string, string | Buffer> = {},
): SecretCase {
  const canary = makeCanary();
  return {
    index: -1,
    namespace,
    name: `own-${randomBytes(5).toString('hex')}`,
    scope,
    template: { type: 'Opaque' },
    values: new Map(
      Object.entries({ ...values, CANARY: canary.value }).map(
        ([each, content]): [string, Buffer] => [each, Buffer.from(content)],
      ),
    ),
    canary,
  };
}
