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
import { JsonObject } from '@backstage/types';
import { isMap, isScalar, Pair, Scalar, YAMLMap } from 'yaml';
import { assertOnlyChanged } from './assertOnlyChanged';
import { isJsonObject, ObjectPosition, yamlObjectAt } from './readYaml';
import { renderQuoted, renderScalar } from './renderYaml';
import { applyTextEdits, lineStart, TextEdit } from './TextEdit';
import {
  assertOwnNode,
  colonEnd,
  contentEnd,
  findPair,
  isImplicitNull,
} from './yamlNodes';

export interface ChangeKeysOptions {
  /** Named in errors. */
  path: string;
  position: ObjectPosition;
  /** The mapping whose keys change; where it is missing there is nothing to do. */
  mapping: string[];
  /** Keys to take out with their values; those that are not there are passed over. */
  remove?: string[];
  /** Old key to new; two may change places. Those that are not there are passed over. */
  rename?: ReadonlyMap<string, string>;
}

/**
 * Takes entries out of one mapping of one object and gives others a new key,
 * where they stand. Every other byte of the text stays, the values' own
 * included.
 *
 * @remarks
 * As {@link mergeEntries}, the result is parsed again and compared with what
 * was intended.
 */
export function changeKeys(text: string, options: ChangeKeysOptions): string {
  let edited = text;
  for (const key of options.remove ?? []) {
    // One at a time: what is taken out between two flow entries overlaps.
    edited = applyRemoval(edited, key, options);
  }
  const { rename } = options;
  if (rename && rename.size > 0) {
    // At once: two keys may change places.
    edited = apply(edited, options, ({ map }) =>
      [...rename].flatMap(([key, by]) =>
        renaming(edited, map, key, by, options),
      ),
    );
  }
  if (edited !== text) {
    assertOnlyChanged(text, edited, options, object =>
      changeValue(object, options),
    );
  }
  return edited;
}

function applyRemoval(
  text: string,
  key: string,
  options: ChangeKeysOptions,
): string {
  return apply(text, options, found => removal(text, found, key, options));
}

interface FoundMapping {
  map: YAMLMap;
  /** The pair whose value the mapping is. */
  parent?: Pair;
}

function apply(
  text: string,
  options: ChangeKeysOptions,
  plan: (found: FoundMapping) => TextEdit[],
): string {
  const found = findMapping(text, options);
  return found ? applyTextEdits(text, plan(found)) : text;
}

function findMapping(
  text: string,
  { path, position, mapping }: ChangeKeysOptions,
): FoundMapping | undefined {
  const object = yamlObjectAt(text, { path, position });
  let found: FoundMapping = { map: object.node };
  assertOwnNode(object.node, path, text);
  for (const [depth, key] of mapping.entries()) {
    const place = `${path}: ${mapping.slice(0, depth + 1).join('.')}`;
    const parent = findPair(found.map, key, place);
    assertOwnNode(parent?.value, place, text);
    if (!parent || !isMap(parent.value)) {
      return undefined;
    }
    found = { map: parent.value, parent };
  }
  return found;
}

function removal(
  text: string,
  { map, parent }: FoundMapping,
  key: string,
  { path, mapping }: ChangeKeysOptions,
): TextEdit[] {
  const place = `${path}: ${[...mapping, key].join('.')}`;
  const pair = findPair(map, key, place);
  if (!pair) {
    return [];
  }
  assertOwnNode(pair.key, place, text);
  assertOwnNode(pair.value, place, text);
  const index = map.items.indexOf(pair);
  if (map.flow) {
    return [flowRemoval(map, index)];
  }
  if (map.items.length === 1) {
    const start = parent && colonEnd(parent);
    if (start === undefined) {
      throw new InputError(`${place} is all that there is, and stays`);
    }
    return [{ start, end: lastCharacter(text, pair), text: ' {}' }];
  }
  const start = lineStart(text, keyStart(pair));
  const newline = text.indexOf('\n', lastCharacter(text, pair));
  return newline === -1
    ? // The last line of a file without a line ending: the one before loses its own.
      [
        {
          start: text.slice(0, start).trimEnd().length,
          end: text.length,
          text: '',
        },
      ]
    : [{ start, end: newline + 1, text: '' }];
}

/** Offset behind what a pair holds, blank lines behind it not counted. */
function lastCharacter(text: string, pair: Pair): number {
  const end = contentEnd(pair);
  const content = text.slice(0, end).trimEnd().length;
  return Math.max(content, keyStart(pair));
}

function flowRemoval(map: YAMLMap, index: number): TextEdit {
  const start = keyStart(map.items[index]);
  if (index + 1 < map.items.length) {
    return { start, end: keyStart(map.items[index + 1]), text: '' };
  }
  const end = contentEnd(map.items[index]);
  return {
    start: index > 0 ? contentEnd(map.items[index - 1]) : start,
    end,
    text: '',
  };
}

function keyStart(pair: Pair): number {
  return (pair.key as Scalar).range?.[0] ?? 0;
}

function renaming(
  text: string,
  map: YAMLMap,
  key: string,
  by: string,
  { path, mapping }: ChangeKeysOptions,
): TextEdit[] {
  const place = `${path}: ${[...mapping, key].join('.')}`;
  const pair = findPair(map, key, place);
  if (!pair) {
    return [];
  }
  assertOwnNode(pair.key, place, text);
  const node = pair.key;
  if (!isScalar(node) || !node.range || isImplicitNull(node)) {
    throw new InputError(`${place} cannot be given another name safely`);
  }
  const isQuoted =
    node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  const name = isQuoted ? quotedLike(node, by) : renderScalar(by);
  return [{ start: node.range[0], end: node.range[1], text: name }];
}

function quotedLike(node: Scalar, text: string): string {
  return node.type === Scalar.QUOTE_SINGLE && !text.includes("'")
    ? `'${text}'`
    : renderQuoted(text);
}

/** Does to the value what the edit does to the text. */
function changeValue(object: JsonObject, options: ChangeKeysOptions): void {
  const { mapping, remove = [], rename } = options;
  let target = object;
  for (const key of mapping.slice(0, -1)) {
    target = target[key] as JsonObject;
  }
  const last = mapping.at(-1) as string;
  const entries = target[last];
  if (isJsonObject(entries)) {
    target[last] = Object.fromEntries(
      Object.entries(entries)
        .filter(([key]) => !remove.includes(key))
        .map(([key, value]) => [rename?.get(key) ?? key, value]),
    );
  }
}
