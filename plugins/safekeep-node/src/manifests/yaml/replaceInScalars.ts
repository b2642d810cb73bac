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
import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, Node, Scalar } from 'yaml';
import {
  documentValue,
  ObjectPosition,
  parseDocuments,
  findYamlObject,
} from './readYaml';
import { renderQuoted } from './renderYaml';
import { applyTextEdits, lineNumber } from './TextEdit';
import { assertOwnNode, findPair } from './yamlNodes';

/** The way to a value: keys of mappings and indexes of lists. */
export type ValuePath = (string | number)[];

/** What becomes of one text in an object. */
export interface ScalarChange {
  at: ValuePath;
  /** The whole text afterwards. */
  value: string;
  /**
   * Parts of the text and what stands there instead, from which `value`
   * follows; all else of how the text is written stays.
   */
  parts: { from: string; to: string }[];
}

/**
 * Changes texts of one object where they stand. The result is parsed again and
 * compared with what was intended.
 */
export function replaceInScalars(
  text: string,
  options: { path: string; position: ObjectPosition; changes: ScalarChange[] },
): string {
  const { path, position } = options;
  return options.changes.reduce(
    (edited, change) => replaceInScalar(edited, { path, position, change }),
    text,
  );
}

function replaceInScalar(text: string, where: Where): string {
  const exact = candidatesOf(text, where).find(candidate =>
    isIntended(text, candidate, where),
  );
  if (exact === undefined) {
    throw new InputError(
      `${where.path}: ${where.change.at.join(
        '.',
      )} is written in a way that cannot be edited without changing more than was asked`,
    );
  }
  return exact;
}

/** The line that a value of an object begins on, from 1; undefined where it is not written out. */
export function lineOfValue(
  text: string,
  options: { path: string; position: ObjectPosition; at: ValuePath },
): number | undefined {
  const { path, position, at } = options;
  try {
    const { key, node } = nodeAt(text, path, position, at);
    const start = (key ?? node)?.range?.[0];
    return start === undefined ? undefined : lineNumber(text, start);
  } catch {
    return undefined;
  }
}

interface Where {
  path: string;
  position: ObjectPosition;
  change: ScalarChange;
}

/** The text with the parts replaced as they stand; where that is something else, with the whole in quotes. */
function candidatesOf(text: string, { path, position, change }: Where) {
  const { at, value, parts } = change;
  const node = scalarAt(text, path, position, at);
  const [start, end] = node.range as [number, number, number];
  const source = text.slice(start, end);
  const eol = /\r?\n$/.exec(source)?.[0] ?? '';
  return [replaceParts(source, parts), renderQuoted(value) + eol].map(by =>
    applyTextEdits(text, [{ start, end, text: by }]),
  );
}

/**
 * Puts the new parts in the places of the old ones, all at once: what was put
 * in is not looked at again. `$$(` is not the `$(` that it holds.
 */
export function replaceParts(
  source: string,
  parts: ScalarChange['parts'],
): string {
  const by = new Map(parts.map(({ from, to }) => [from, to]));
  const pattern = [...by.keys()]
    .sort((a, b) => b.length - a.length)
    .map(from => {
      const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return from.startsWith('$(')
        ? `(?<=(?:^|[^$])(?:\\$\\$)*)${escaped}`
        : escaped;
    })
    .join('|');
  return source.replace(new RegExp(pattern, 'g'), from => by.get(from) ?? from);
}

function scalarAt(
  text: string,
  path: string,
  position: ObjectPosition,
  at: ValuePath,
): Scalar {
  const { node } = nodeAt(text, path, position, at);
  if (!isScalar(node) || !node.range) {
    throw new InputError(
      `${path}: ${at.join('.')} is not a text that could be changed`,
    );
  }
  return node;
}

/** What stands at a path, and the key that it stands behind. */
function nodeAt(
  text: string,
  path: string,
  position: ObjectPosition,
  at: ValuePath,
): { node: Node | undefined; key?: Node } {
  const object = findYamlObject(text, { path, position });
  const place = `${path}: ${at.join('.')}`;
  let node: unknown = object?.node;
  let key: unknown;
  for (const step of at) {
    assertOwnNode(node, place, text);
    key = undefined;
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
    } else if (isMap(node)) {
      const pair = findPair(node, String(step), place);
      node = pair?.value;
      key = pair?.key;
    } else {
      node = undefined;
    }
  }
  assertOwnNode(node, place, text);
  return {
    node: isNode(node) ? node : undefined,
    ...(isNode(key) && { key }),
  };
}

function isIntended(
  before: string,
  after: string,
  { path, position, change }: Where,
): boolean {
  const read = (text: string) =>
    parseDocuments(text, path).map(document => documentValue(document, path));
  try {
    const expected = read(before);
    let target = expected[position.document] as JsonObject;
    if (position.item !== undefined) {
      target = (target.items as JsonObject[])[position.item];
    }
    for (const step of change.at.slice(0, -1)) {
      target = target[step] as JsonObject;
    }
    target[change.at.at(-1) as string] = change.value;
    return isDeepStrictEqual(read(after), expected);
  } catch {
    return false;
  }
}
