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

/** What can be written: text, flags, and mappings of them. */
export type YamlTree = string | boolean | { [key: string]: YamlTree };

/** Words that some parser of YAML 1.1 or 1.2 takes for something other than text. */
const NOT_TEXT = /^(y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;
/** Control characters and line breaks other than `\n`: only quotes can escape them. */
const NOT_IN_BLOCK = /[^\P{C}\n]|[\u2028\u2029]/u;
const PLAIN = /^[A-Za-z_/][A-Za-z0-9_./+=-]*$/;

/** A text as YAML on one line: plain where every parser reads it as text. */
export function renderScalar(value: string): string {
  if (PLAIN.test(value) && !NOT_TEXT.test(value)) {
    return value;
  }
  // JSON in an annotation reads better without a backslash at each quote.
  return /^[\x20-\x26\x28-\x7e]*"[\x20-\x26\x28-\x7e]*$/.test(value)
    ? `'${value}'`
    : renderQuoted(value);
}

/** A text in double quotes, valid as JSON and as YAML. */
export function renderQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text as a block scalar, without its key: what stands behind the key, and the lines below. */
export interface BlockScalar {
  header: '|' | '|-';
  lines: string[];
}

/** A text of many lines as a block scalar, where that keeps it exactly. */
export function blockScalar(
  value: string,
  column: number,
): BlockScalar | undefined {
  const content = value.replace(/\n$/, '');
  const isExact =
    content.includes('\n') &&
    !content.endsWith('\n') &&
    /^\S/.test(content) &&
    !NOT_IN_BLOCK.test(content);
  if (!isExact) {
    return undefined;
  }
  const indent = ' '.repeat(column);
  return {
    header: value.endsWith('\n') ? '|' : '|-',
    lines: content.split('\n').map(line => (line ? indent + line : line)),
  };
}

/** A mapping in block style, one line an element. */
export function renderMapping(
  tree: { [key: string]: YamlTree },
  column: number,
  unit: number,
): string[] {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(tree)) {
    const start = `${' '.repeat(column)}${renderScalar(key)}:`;
    if (typeof value === 'object') {
      const content = renderMapping(value, column + unit, unit);
      lines.push(...(content.length ? [start, ...content] : [`${start} {}`]));
    } else if (typeof value === 'boolean') {
      lines.push(`${start} ${value}`);
    } else {
      const block = blockScalar(value, column + unit);
      lines.push(`${start} ${block?.header ?? renderScalar(value)}`);
      lines.push(...(block?.lines ?? []));
    }
  }
  return lines;
}

/** A tree in flow style, as JSON. */
export function renderFlow(tree: YamlTree): string {
  if (typeof tree === 'string') {
    return renderQuoted(tree);
  }
  if (typeof tree === 'boolean') {
    return String(tree);
  }
  const pairs = Object.entries(tree).map(
    ([key, value]) => `${renderQuoted(key)}: ${renderFlow(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}
