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
import {
  blockScalar,
  renderFlow,
  renderMapping,
  renderQuoted,
  renderScalar,
  YamlTree,
} from './renderYaml';
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
  indentation,
  isBlockScalar,
  isEmpty,
  isImplicitNull,
  keyColumn,
} from './yamlNodes';

export interface MergeEntriesOptions {
  /** Named in errors. */
  path: string;
  position: ObjectPosition;
  /** The mapping to change; what is missing of it is made. */
  mapping: string[];
  entries: Record<string, string>;
}

/**
 * Sets entries of one mapping of one object. Values that are there are
 * replaced where they stand, others are added behind the last one. Every other
 * byte of the text stays.
 *
 * @remarks
 * The result is parsed again and compared with what was intended, so that a
 * way of writing which the edit does not understand is refused, never damaged.
 */
export function mergeEntries(
  text: string,
  options: MergeEntriesOptions,
): string {
  if (Object.keys(options.entries).length === 0) {
    return text;
  }
  const edited = applyTextEdits(text, plan(text, options));
  assertOnlyChanged(text, edited, options, object =>
    mergeValue(object, options),
  );
  return edited;
}

function plan(text: string, options: MergeEntriesOptions): TextEdit[] {
  const { path, mapping, entries } = options;
  const object = yamlObjectAt(text, options);
  const unit = indentation(text, object.document.contents as YAMLMap);
  let map = object.node;
  let place = path;
  assertOwnNode(map, place, text);
  for (const [depth, key] of mapping.entries()) {
    place = `${path}: ${mapping.slice(0, depth + 1).join('.')}`;
    const pair = findPair(map, key, place);
    const missing = nest(mapping.slice(depth + 1), entries);
    if (!pair) {
      return [insertPairs(text, map, { [key]: missing }, unit, place)];
    }
    assertOwnNode(pair.value, place, text);
    if (isEmpty(pair.value)) {
      return fillPair(text, map, pair, missing, unit, place);
    }
    if (!isMap(pair.value)) {
      throw new InputError(`${place} is not a mapping`);
    }
    map = pair.value;
  }
  const edits: TextEdit[] = [];
  const added: [string, string][] = [];
  for (const [key, value] of Object.entries(entries)) {
    const entryPlace = `${place}.${key}`;
    const pair = findPair(map, key, entryPlace);
    if (pair) {
      assertOwnNode(pair.value, entryPlace, text);
      edits.push(...replaceText(text, map, pair, value, unit, entryPlace));
    } else {
      added.push([key, value]);
    }
  }
  if (added.length > 0) {
    const pairs = Object.fromEntries(added);
    edits.push(insertPairs(text, map, pairs, unit, place));
  }
  return joinAtSameOffset(edits);
}

/** Adds pairs behind the last one of a mapping that is not empty. */
function insertPairs(
  text: string,
  map: YAMLMap,
  pairs: { [key: string]: YamlTree },
  unit: number,
  place: string,
): TextEdit {
  const end = contentEnd(map.items.at(-1));
  if (!map.flow) {
    const column = keyColumn(text, map, place);
    return insertLinesAfter(text, end, renderMapping(pairs, column, unit));
  }
  const flow = renderFlow(pairs).slice(1, -1);
  const start = map.range?.[0] ?? 0;
  if (map.items.length === 0) {
    return { start: start + 1, end: start + 1, text: flow };
  }
  const lastKey = (map.items.at(-1)?.key as Scalar).range?.[0] ?? 0;
  const indent = text.slice(lineStart(text, lastKey), lastKey);
  const separator = /^[ \t]+$/.test(indent)
    ? `,${lineEnding(text)}${indent}`
    : ', ';
  return { start: end, end, text: separator + flow };
}

/** Gives a mapping to a pair whose value is empty. */
function fillPair(
  text: string,
  map: YAMLMap,
  pair: Pair,
  content: { [key: string]: YamlTree },
  unit: number,
  place: string,
): TextEdit[] {
  const afterColon = colonEnd(pair);
  if (afterColon === undefined) {
    throw new InputError(`${place} has no value that could be edited`);
  }
  const end = isImplicitNull(pair.value) ? afterColon : contentEnd(pair.value);
  if (map.flow) {
    return [{ start: afterColon, end, text: ` ${renderFlow(content)}` }];
  }
  const column = keyColumn(text, map, place) + unit;
  const lines = insertLinesAfter(
    text,
    end,
    renderMapping(content, column, unit),
  );
  return end === afterColon
    ? [lines]
    : [{ start: afterColon, end, text: '' }, lines];
}

/** Puts a text where a pair's scalar stands. */
function replaceText(
  text: string,
  map: YAMLMap,
  pair: Pair,
  value: string,
  unit: number,
  place: string,
): TextEdit[] {
  const { value: node } = pair;
  const afterColon = colonEnd(pair);
  if (!isScalar(node) || !node.range || afterColon === undefined) {
    throw new InputError(`${place} is not a single value`);
  }
  if (node.value === value) {
    return [];
  }
  const [start, end] = node.range;
  if (map.flow) {
    return isImplicitNull(node)
      ? [
          {
            start: afterColon,
            end: afterColon,
            text: ` ${renderQuoted(value)}`,
          },
        ]
      : [{ start, end, text: renderQuoted(value) }];
  }
  const block = blockScalar(value, keyColumn(text, map, place) + unit);
  const inline = block?.header ?? inStyleOf(node, value);
  if (isBlockScalar(node)) {
    return replaceBlockScalar(text, node, inline, block?.lines ?? []);
  }
  const edits = isImplicitNull(node)
    ? [{ start: afterColon, end: afterColon, text: ` ${inline}` }]
    : [{ start, end, text: inline }];
  if (block) {
    const behind = isImplicitNull(node) ? afterColon : end;
    edits.push(insertLinesAfter(text, behind, block.lines));
  }
  return edits;
}

function replaceBlockScalar(
  text: string,
  node: Scalar,
  inline: string,
  lines: string[],
): TextEdit[] {
  const [start, end] = node.range as [number, number, number];
  const header = /^[|>][-+0-9]*/.exec(text.slice(start, end))?.[0] ?? '';
  const newline = text.indexOf('\n', start);
  const bodyStart = newline === -1 || newline >= end ? end : newline + 1;
  const body = text.slice(bodyStart, end);
  // Empty lines behind the content stay, unless they are part of the value.
  const content = header.includes('+')
    ? body
    : body.replace(/(\r?\n)\s*$/, '$1');
  const eol = lineEnding(text);
  const joined = lines.join(eol);
  const ending = content.endsWith('\n') && joined ? eol : '';
  return [
    { start, end: start + header.length, text: inline },
    {
      start: bodyStart,
      end: bodyStart + content.length,
      text: joined + ending,
    },
  ];
}

/** Quotes stay where quotes were. */
function inStyleOf(node: Scalar, value: string): string {
  return node.type === Scalar.QUOTE_DOUBLE
    ? renderQuoted(value)
    : renderScalar(value);
}

function nest(
  keys: string[],
  entries: { [key: string]: YamlTree },
): { [key: string]: YamlTree } {
  return keys.reduceRight((content, key) => ({ [key]: content }), entries);
}

/** A value's block and an added pair may both begin behind the same line. */
function joinAtSameOffset(edits: TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of edits) {
    const same = joined.find(
      other =>
        other.start === edit.start &&
        other.start === other.end &&
        edit.start === edit.end,
    );
    if (same) {
      same.text += edit.text;
    } else {
      joined.push({ ...edit });
    }
  }
  return joined;
}

/** Does to the value what the edit does to the text. */
function mergeValue(
  object: JsonObject,
  { mapping, entries }: MergeEntriesOptions,
): void {
  let target = object;
  for (const key of mapping) {
    if (!isJsonObject(target[key])) {
      target[key] = {};
    }
    target = target[key] as JsonObject;
  }
  for (const [key, value] of Object.entries(entries)) {
    // As a property even when it is called "__proto__".
    Object.defineProperty(target, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}
