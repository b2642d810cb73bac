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
import { JsonObject, JsonValue } from '@backstage/types';
import { isMap, isPair, isScalar, isSeq, Pair, stringify, YAMLMap } from 'yaml';
import { assertOnlyChanged } from './assertOnlyChanged';
import { ObjectPosition, yamlObjectAt } from './readYaml';
import { renderFlow, renderScalar, YamlTree } from './renderYaml';
import { ValuePath } from './replaceInScalars';
import {
  applyTextEdits,
  insertLinesAfter,
  lineEnding,
  lineStart,
  TextEdit,
} from './TextEdit';
import {
  assertOwnNode,
  colonEnd,
  contentEnd,
  findPair,
  isEmpty,
  isImplicitNull,
  keyColumn,
} from './yamlNodes';

export interface ValuePlace {
  /** Named in errors. */
  path: string;
  position: ObjectPosition;
  at: ValuePath;
}

/**
 * Sets a value of one object, whatever it is: it takes the place of one that is
 * there, and is added where there is none, with what is missing above it. A
 * list's length as the last step appends to it. Every other byte stays.
 *
 * @remarks
 * As `mergeEntries`, the result is parsed again and compared with what was
 * intended.
 */
export function setValue(
  text: string,
  options: ValuePlace & { value: JsonValue },
): string {
  const { value } = options;
  const place = `${options.path}: ${options.at.join('.')}`;
  let node: unknown = yamlObjectAt(text, options).node;
  let pair: Pair | undefined;
  for (const [depth, step] of options.at.entries()) {
    assertOwnNode(node, place, text);
    const missing = nest(options.at.slice(depth + 1), value);
    if (isSeq(node) && typeof step === 'number') {
      if (step === node.items.length) {
        return checked(text, options, [append(text, node, missing, place)]);
      }
      pair = undefined;
      node = node.items[step];
    } else if (isMap(node)) {
      const map: YAMLMap = node;
      pair = findPair(map, String(step), place);
      const isLast = depth === options.at.length - 1;
      if (!pair) {
        const entry = { [String(step)]: missing };
        return checked(text, options, [insert(text, map, entry, place)]);
      }
      if (isLast || isEmpty(pair.value)) {
        assertOwnNode(pair.value, place, text);
        const edits = replace(text, map, pair, missing, place);
        return checked(text, options, edits);
      }
      node = pair.value;
    } else {
      throw new InputError(`${place} is nothing that could be set`);
    }
  }
  throw new InputError(`${place} is nothing that could be set`);
}

/** Takes an entry out of a list of one object; a list that it was all of becomes empty. */
export function removeItem(text: string, options: ValuePlace): string {
  const { path, position, at } = options;
  const place = `${path}: ${at.join('.')}`;
  let node: unknown = yamlObjectAt(text, options).node;
  for (const step of at.slice(0, -1)) {
    assertOwnNode(node, place, text);
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
    } else if (isMap(node)) {
      node = findPair(node, String(step), place)?.value;
    } else {
      node = undefined;
    }
  }
  const index = at.at(-1);
  if (!isSeq(node) || typeof index !== 'number' || index >= node.items.length) {
    throw new InputError(`${place} is not there`);
  }
  assertOwnNode(node, place, text);
  const item = node.items[index];
  const start = startOf(item);
  if (node.items.length === 1) {
    return setValue(text, { ...options, at: at.slice(0, -1), value: [] });
  }
  if (node.flow || start === undefined) {
    throw new InputError(`${place} is written in a way that cannot be edited`);
  }
  const end = Math.max(start, trimmed(text, contentEnd(item)));
  const newline = text.indexOf('\n', end);
  const edited = applyTextEdits(text, [
    newline === -1
      ? {
          start: text.slice(0, lineStart(text, start)).trimEnd().length,
          end: text.length,
          text: '',
        }
      : { start: lineStart(text, start), end: newline + 1, text: '' },
  ]);
  assertOnlyChanged(text, edited, { path, position, mapping: at }, object => {
    (holderOf(object, at) as unknown as JsonValue[]).splice(index, 1);
  });
  return edited;
}

function nest(steps: ValuePath, value: JsonValue): JsonValue {
  return steps.reduceRight<JsonValue>(
    (content, step) =>
      typeof step === 'number' ? [content] : { [step]: content },
    value,
  );
}

function append(
  text: string,
  list: { items: unknown[]; flow?: boolean; range?: unknown },
  value: JsonValue,
  place: string,
): TextEdit {
  const start = startOf(list.items.at(-1));
  if (list.flow || start === undefined) {
    throw new InputError(`${place} is written in a way that cannot be edited`);
  }
  const dash = /^\uFEFF?([ ]*)-[ ]/.exec(text.slice(lineStart(text, start)));
  if (!dash) {
    throw new InputError(`${place} is written in a way that cannot be edited`);
  }
  const end = trimmed(text, contentEnd(list.items.at(-1)));
  return insertLinesAfter(text, end, block([value], dash[1].length));
}

function insert(
  text: string,
  map: YAMLMap,
  entry: JsonObject,
  place: string,
): TextEdit {
  const end = trimmed(text, contentEnd(map.items.at(-1)));
  if (!map.flow) {
    return insertLinesAfter(
      text,
      end,
      block(entry, keyColumn(text, map, place)),
    );
  }
  const flow = flowText(entry).slice(1, -1);
  if (map.items.length === 0) {
    const start = (map.range?.[0] ?? 0) + 1;
    return { start, end: start, text: flow };
  }
  return { start: end, end, text: `, ${flow}` };
}

function replace(
  text: string,
  map: YAMLMap,
  pair: Pair,
  value: JsonValue,
  place: string,
): TextEdit[] {
  const start = colonEnd(pair);
  if (start === undefined) {
    throw new InputError(`${place} has no value that could be edited`);
  }
  const { value: node } = pair;
  const end = isImplicitNull(node) ? start : trimmed(text, contentEnd(node));
  const isCollection = typeof value === 'object' && value !== null;
  if (!isCollection || map.flow || Object.keys(value).length === 0) {
    const range = isScalar(node) && !isImplicitNull(node) ? node.range : null;
    const rendered = flowText(value);
    return range
      ? [{ start: range[0], end: trimmed(text, range[1]), text: rendered }]
      : [{ start, end, text: ` ${rendered}` }];
  }
  const column = keyColumn(text, map, place) + (Array.isArray(value) ? 0 : 2);
  const eol = lineEnding(text);
  const lines = block(value, column).map(line => eol + line);
  return [{ start, end, text: lines.join('') }];
}

function block(value: JsonValue, column: number): string[] {
  const indent = ' '.repeat(column);
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })
    .replace(/\n$/, '')
    .split('\n')
    .map(line => (line === '' ? line : indent + line));
}

function flowText(value: JsonValue): string {
  if (typeof value === 'string') {
    return renderScalar(value);
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? flowMapping(value)
    : JSON.stringify(value);
}

function flowMapping(value: JsonObject): string {
  const isTree = (each: JsonValue | undefined): each is YamlTree =>
    typeof each === 'string' || typeof each === 'boolean';
  return Object.values(value).every(isTree)
    ? renderFlow(value as YamlTree)
    : JSON.stringify(value);
}

function startOf(node: unknown): number | undefined {
  if (isPair(node)) {
    return startOf(node.key);
  }
  const range = (node as { range?: [number, number, number] } | undefined)
    ?.range;
  return range?.[0];
}

/** Offset behind the last character before it that is no space: a block scalar ends behind its line. */
function trimmed(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

function checked(
  text: string,
  options: ValuePlace & { value: JsonValue },
  edits: TextEdit[],
): string {
  const { path, position, at, value } = options;
  const edited = applyTextEdits(text, edits);
  const above = { path, position, mapping: at.slice(0, -1) };
  assertOnlyChanged(text, edited, above, object => {
    const last = at.at(-1) as string;
    holderOf(object, at)[last] = value;
  });
  return edited;
}

/** What holds the value at a path; what is missing on the way is made. */
function holderOf(object: JsonObject, at: ValuePath): JsonObject {
  const steps = at.slice(0, -1);
  let holder = object;
  for (const [index, step] of steps.entries()) {
    holder[step] ??= typeof steps[index + 1] === 'number' ? [] : {};
    holder = holder[step] as JsonObject;
  }
  return holder;
}
