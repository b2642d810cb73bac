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

/** A place in a Go template that names a value of the Secret. */
export interface TemplateReference {
  /** The key that it names. */
  key: string;
  /** The reference as it is written, from `start` to `end`. */
  start: number;
  end: number;
  /** `.KEY` or `$.KEY`; or the quoted key of `index . "KEY"`. */
  form: 'field' | 'index';
  /** Inside `with`, `range`, `define` or `block`, where the dot is something else. */
  isScoped: boolean;
}

interface Token {
  kind: 'word' | 'field' | 'variable' | 'dot' | 'text' | 'mark';
  text: string;
  start: number;
  end: number;
}

const TOKENS: [Token['kind'] | 'space', RegExp][] = [
  ['space', /[ \t\r\n]+/y],
  ['text', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  // A character, such as '"', which would look like the start of a text.
  ['word', /'(?:[^'\\\n]|\\.)+'/y],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['word', /[+-]?\d[\w.+-]*/y],
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['dot', /\./y],
  ['word', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['mark', /:=|[()|,=]/y],
];

const OPENS = ['if', 'range', 'with', 'block', 'define'];
const REBINDS_DOT = ['range', 'with', 'block', 'define'];
const BY_KEY = ['index', 'get', 'hasKey', 'unset'];

/**
 * The values that a Go template names, in order.
 *
 * @remarks
 * This is the structure of a template and not all of the language: whether a
 * function exists, and what it takes, the controller alone knows.
 *
 * @throws InputError that says what is wrong with a template that the
 * controller could not parse. It quotes nothing of it.
 */
export function readTemplateReferences(template: string): TemplateReference[] {
  const references: TemplateReference[] = [];
  const open: string[] = [];
  let at = template.indexOf('{{');
  while (at !== -1) {
    const comment = /\{\{(?:- )?\s*\/\*/y;
    comment.lastIndex = at;
    if (comment.test(template)) {
      const closing = /\*\/\s*(?: -)?\}\}/g;
      closing.lastIndex = comment.lastIndex;
      if (!closing.test(template)) {
        throw wrong(template, at, 'a comment is not closed');
      }
      at = template.indexOf('{{', closing.lastIndex);
      continue;
    }
    const { tokens, end } = readAction(template, at);
    followBlocks(template, at, tokens, open);
    const isScoped = open.some(word => REBINDS_DOT.includes(word));
    // What `with .KEY` names is still named outside of it.
    const isOpening = REBINDS_DOT.includes(tokens[0].text);
    const outside = isOpening ? open.slice(0, -1) : open;
    references.push(
      ...referencesOf(
        tokens,
        isOpening ? outside.some(word => REBINDS_DOT.includes(word)) : isScoped,
      ),
    );
    at = template.indexOf('{{', end);
  }
  if (open.length > 0) {
    throw new InputError(`"${open.at(-1)}" has no "end"`);
  }
  return references;
}

/** The template with other keys in the places of some. */
export function renameTemplateReferences(
  template: string,
  rename: ReadonlyMap<string, string>,
): string {
  let renamed = template;
  for (const reference of readTemplateReferences(template).reverse()) {
    const by = rename.get(reference.key);
    if (by !== undefined) {
      const { start, end } = reference;
      renamed =
        renamed.slice(0, start) +
        rewrite(template.slice(start, end), reference, by) +
        renamed.slice(end);
    }
  }
  return renamed;
}

function rewrite(
  written: string,
  { form }: TemplateReference,
  by: string,
): string {
  if (form === 'index') {
    return written.startsWith('`') ? `\`${by}\`` : JSON.stringify(by);
  }
  const root = written.startsWith('$') ? '$' : '';
  return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(by)
    ? `${root}.${by}`
    : `(index ${root || '.'} ${JSON.stringify(by)})`;
}

function readAction(
  template: string,
  start: number,
): { tokens: Token[]; end: number } {
  const tokens: Token[] = [];
  let depth = 0;
  let at = start + (/^\{\{-[ \t\r\n]/.test(template.slice(start)) ? 3 : 2);
  while (at < template.length) {
    const closing = /^(?:[ \t\r\n]-)?\}\}/.exec(template.slice(at, at + 4));
    if (closing) {
      if (depth !== 0) {
        throw wrong(template, start, 'a parenthesis is not closed');
      }
      if (tokens.length === 0) {
        throw wrong(template, start, 'an action is empty');
      }
      return { tokens, end: at + closing[0].length };
    }
    const token = nextToken(template, at);
    if (!token) {
      throw wrong(
        template,
        start,
        /["`']/.test(template[at])
          ? 'a quotation is not closed'
          : 'an action holds a character that has no meaning there',
      );
    }
    at = token.end;
    if (token.kind !== 'space') {
      tokens.push(token as Token);
      depth += { '(': 1, ')': -1 }[token.text] ?? 0;
      if (depth < 0) {
        throw wrong(template, start, 'a parenthesis is closed twice');
      }
    }
  }
  throw wrong(template, start, 'an action "{{" is not closed by "}}"');
}

function nextToken(template: string, at: number) {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const match = pattern.exec(template);
    if (match) {
      // The space before a closing "-}}" belongs to it.
      const end =
        kind === 'space' && template.startsWith('-}}', pattern.lastIndex)
          ? Math.max(at, pattern.lastIndex - 1)
          : pattern.lastIndex;
      if (end > at) {
        return { kind, text: match[0], start: at, end };
      }
    }
  }
  return undefined;
}

function followBlocks(
  template: string,
  at: number,
  [{ text }, second]: Token[],
  open: string[],
): void {
  if (text === 'end' && open.pop() === undefined) {
    throw wrong(template, at, '"end" closes nothing');
  }
  if (text === 'else') {
    if (!open.length || ['define', 'block'].includes(open.at(-1) ?? '')) {
      throw wrong(template, at, '"else" belongs to nothing');
    }
  }
  if (OPENS.includes(text)) {
    if (!second) {
      throw wrong(template, at, `"${text}" asks for nothing`);
    }
    open.push(text);
  }
}

function referencesOf(tokens: Token[], isScoped: boolean): TemplateReference[] {
  const references: TemplateReference[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens.at(index - 1);
    const follows =
      index > 0 && before !== undefined && before.end === token.start;
    if (token.kind === 'field') {
      const isOfRoot = follows && before.text === '$';
      if (follows && !isOfRoot && isOperand(before)) {
        continue;
      }
      references.push({
        key: token.text.slice(1),
        start: isOfRoot ? before.start : token.start,
        end: token.end,
        form: 'field',
        isScoped: isScoped && !isOfRoot,
      });
    }
    const of = tokens.at(index + 1);
    const named = tokens.at(index + 2);
    if (
      BY_KEY.includes(token.text) &&
      (of?.text === '.' || of?.text === '$') &&
      named?.kind === 'text'
    ) {
      references.push({
        key: unquote(named.text),
        start: named.start,
        end: named.end,
        form: 'index',
        isScoped: isScoped && of.text === '.',
      });
    }
  }
  return references;
}

/** What a field that follows at once is a field of. */
function isOperand({ kind, text }: Token): boolean {
  return kind === 'mark' ? text === ')' : true;
}

function unquote(text: string): string {
  if (text.startsWith('`')) {
    return text.slice(1, -1);
  }
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(1, -1);
  }
}

function wrong(template: string, at: number, what: string): InputError {
  const line = template.slice(0, at).split('\n').length;
  return new InputError(line > 1 ? `${what}, on its line ${line}` : what);
}
