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
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  Pair,
  Scalar,
  YAMLMap,
} from 'yaml';
import { lineNumber, lineStart } from './TextEdit';

/** Offset right behind a node's last character, comments not counted. */
export function contentEnd(node: unknown): number {
  if (isPair(node)) {
    const { key, value } = node;
    return isNode(value) && !isImplicitNull(value)
      ? contentEnd(value)
      : colonEnd(node) ?? contentEnd(key);
  }
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    return contentEnd(node.items.at(-1));
  }
  return isNode(node) ? node.range?.[1] ?? 0 : 0;
}

/** Offset behind the colon of a pair. */
export function colonEnd(pair: Pair): number | undefined {
  const token = pair.srcToken;
  const separators = token && 'sep' in token ? token.sep ?? [] : [];
  const colon = separators.find(({ type }) => type === 'map-value-ind');
  return colon && colon.offset + colon.source.length;
}

/** Whether a value is left out altogether, as in `annotations:`. */
export function isImplicitNull(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

/** Whether a value has no content: `null`, `{}` or nothing at all. */
export function isEmpty(node: unknown): boolean {
  return (
    node === null ||
    (isScalar(node) && node.value === null) ||
    (isMap(node) && node.items.length === 0)
  );
}

export function isBlockScalar(node: Scalar): boolean {
  return (
    node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED
  );
}

/**
 * The pair of a key. A key that could come from a merge (`<<`) is refused: the
 * place where it is written serves others too.
 */
export function findPair(
  map: YAMLMap,
  key: string,
  place: string,
): Pair | undefined {
  const isMerge = (pair: Pair) =>
    isScalar(pair.key) &&
    (typeof pair.key.value === 'symbol' || pair.key.value === '<<');
  const pair = map.items.find(
    ({ key: candidate }) =>
      isScalar(candidate) &&
      typeof candidate.value !== 'symbol' &&
      String(candidate.value) === key,
  );
  if (!pair && map.items.some(isMerge)) {
    throw new InputError(
      `${place} is merged from another place with "<<": it cannot be edited safely`,
    );
  }
  return pair;
}

/** Refuses a node that other places share, or whose type is given by a tag. */
export function assertOwnNode(
  node: unknown,
  place: string,
  text?: string,
): void {
  const line =
    text !== undefined && isNode(node) && node.range
      ? ` on line ${lineNumber(text, node.range[0])}`
      : '';
  if (isAlias(node)) {
    throw new InputError(
      `${place} is an alias (*)${line}: it cannot be edited without changing what it stands for`,
    );
  }
  if ((isScalar(node) || isCollection(node)) && node.anchor) {
    throw new InputError(
      `${place} has an anchor (&)${line} that other places may refer to: it cannot be edited safely`,
    );
  }
  if (isNode(node) && node.tag && !node.tag.startsWith('tag:yaml.org,2002:')) {
    throw new InputError(
      `${place} has a tag${line}: it cannot be edited safely`,
    );
  }
}

/** The column that the keys of a block mapping stand in. */
export function keyColumn(text: string, map: YAMLMap, place: string): number {
  const [first] = map.items;
  const offset = isNode(first?.key) ? first.key.range?.[0] : undefined;
  if (offset === undefined) {
    throw new InputError(`${place} has no key to align with`);
  }
  const prefix = text.slice(lineStart(text, offset), offset);
  if (!/^\uFEFF?[ ]*(-[ ]+)*$/.test(prefix)) {
    throw new InputError(
      `${place} is written in a way that cannot be edited safely`,
    );
  }
  return prefix.replace('\uFEFF', '').length;
}

/** How many columns a document indents by, judged by its first nested mapping. */
export function indentation(text: string, map: YAMLMap): number {
  if (map.flow) {
    return 2;
  }
  for (const { key, value } of map.items) {
    if (isMap(value) && !value.flow && value.items.length > 0 && isNode(key)) {
      const outer = key.range?.[0] ?? 0;
      const innerKey = value.items[0].key;
      const inner = isNode(innerKey) ? innerKey.range?.[0] ?? 0 : 0;
      const unit =
        inner - lineStart(text, inner) - (outer - lineStart(text, outer));
      if (unit > 0 && unit <= 8) {
        return unit;
      }
    }
  }
  return 2;
}
