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

import { escapeHtml, Html } from './html';

/**
 * Renders the part of Markdown that pull requests and READMEs here use:
 * headings, paragraphs, lists, task lists, quotes, tables, fenced code,
 * emphasis, code and links. Everything is escaped first, so text can't become
 * markup; links go only to http, https and places in the same site.
 */
export function renderMarkdown(source: string): Html {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  return new Html(renderBlocks(lines));
}

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const QUOTE = /^ {0,3}> ?/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const STARTS_BLOCK = [FENCE, HEADING, QUOTE, ITEM];
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** The lines that are still to be rendered. */
class Lines {
  #at = 0;

  constructor(private readonly lines: string[]) {}

  get current(): string | undefined {
    return this.lines[this.#at];
  }

  get next(): string | undefined {
    return this.lines[this.#at + 1];
  }

  skip(): void {
    this.#at += 1;
  }

  /** The lines from here on for as long as they belong together. */
  takeWhile(belongs: (line: string) => boolean): string[] {
    const from = this.#at;
    while (this.#at < this.lines.length && belongs(this.lines[this.#at])) {
      this.#at += 1;
    }
    return this.lines.slice(from, this.#at);
  }
}

function renderBlocks(source: string[]): string {
  const lines = new Lines(source);
  const output: string[] = [];
  while (lines.current !== undefined) {
    if (lines.current.trim() === '') {
      lines.skip();
    } else {
      output.push(renderBlock(lines, lines.current));
    }
  }
  return output.join('\n');
}

/** Renders one block and always takes at least one line. */
function renderBlock(lines: Lines, line: string): string {
  const fence = FENCE.exec(line)?.[1];
  if (fence) {
    lines.skip();
    const code = lines.takeWhile(other => !other.trim().startsWith(fence));
    lines.skip();
    return `<pre><code>${escapeHtml(code.join('\n'))}</code></pre>`;
  }
  const heading = HEADING.exec(line);
  if (heading) {
    lines.skip();
    // A page has its own h1, so that a document's starts one below.
    const level = Math.min(heading[1].length + 1, 6);
    return `<h${level}>${renderInline(heading[2])}</h${level}>`;
  }
  if (RULE.test(line)) {
    lines.skip();
    return '<hr>';
  }
  if (QUOTE.test(line)) {
    const quoted = lines.takeWhile(other => QUOTE.test(other));
    const inner = quoted.map(text => text.replace(QUOTE, ''));
    return `<blockquote>${renderBlocks(inner)}</blockquote>`;
  }
  if (line.includes('|') && TABLE_RULE.test(lines.next ?? '')) {
    return renderTable(lines.takeWhile(other => other.includes('|')));
  }
  if (ITEM.test(line)) {
    return renderList(
      lines.takeWhile(other => ITEM.test(other) || /^\s{2,}\S/.test(other)),
    );
  }
  lines.skip();
  const more = lines.takeWhile(
    other => other.trim() !== '' && !STARTS_BLOCK.some(it => it.test(other)),
  );
  return `<p>${renderInline([line, ...more].join('\n'))}</p>`;
}

function renderList(lines: string[]): string {
  const indent = ITEM.exec(lines[0])![1].length;
  const ordered = /\d/.test(ITEM.exec(lines[0])![2]);
  const items: { text: string; nested: string[] }[] = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= indent) {
      items.push({ text: item[3], nested: [] });
    } else if (item || items[items.length - 1].nested.length > 0) {
      items[items.length - 1].nested.push(line);
    } else {
      items[items.length - 1].text += `\n${line.trim()}`;
    }
  }
  const body = items.map(({ text, nested }) => {
    const task = /^\[([ xX])\]\s+([^]*)$/.exec(text);
    const box = task
      ? `<input type="checkbox" disabled aria-label="${
          task[1] === ' ' ? 'to do' : 'done'
        }"${task[1] === ' ' ? '' : ' checked'}> `
      : '';
    return `<li>${box}${renderInline(task ? task[2] : text)}${
      nested.length > 0 ? renderBlocks(unindent(nested)) : ''
    }</li>`;
  });
  const tag = ordered ? 'ol' : 'ul';
  return `<${tag}>${body.join('')}</${tag}>`;
}

function unindent(lines: string[]): string[] {
  const indent = Math.min(...lines.map(line => line.search(/\S|$/)));
  return lines.map(line => line.slice(indent));
}

function renderTable(lines: string[]): string {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map(cell => renderInline(cell.trim()));
  const [head, , ...rows] = lines;
  const row = (line: string, tag: string) =>
    `<tr>${cells(line)
      .map(cell => `<${tag}>${cell}</${tag}>`)
      .join('')}</tr>`;
  return `<table><thead>${row(head, 'th')}</thead><tbody>${rows
    .map(line => row(line, 'td'))
    .join('')}</tbody></table>`;
}

/** Code spans first, so that nothing within them is taken for markup. */
function renderInline(text: string): string {
  return text
    .split(/(`+[^`]+`+)/)
    .map((part, index) =>
      index % 2 === 1
        ? `<code>${escapeHtml(part.replace(/^`+|`+$/g, ''))}</code>`
        : renderEmphasis(escapeHtml(part)),
    )
    .join('');
}

function renderEmphasis(escaped: string): string {
  return escaped
    .replace(
      /\[([^\]]+)\]\(([^()\s]+)\)/g,
      (whole, label: string, target: string) =>
        isSafeTarget(target)
          ? `<a href="${target}" rel="nofollow noopener">${label}</a>`
          : whole,
    )
    .replace(
      /(^|[\s(])(https?:\/\/[^\s<>()]*[^\s<>().,;:])/g,
      '$1<a href="$2" rel="nofollow noopener">$2</a>',
    )
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(
      /(^|[\s(])[*_]([^*_\s][^*_]*)[*_](?=[\s).,;:]|$)/g,
      '$1<em>$2</em>',
    );
}

function isSafeTarget(target: string): boolean {
  return /^(https?:\/\/|\/(?!\/)|#|\.{1,2}\/)/i.test(target);
}
