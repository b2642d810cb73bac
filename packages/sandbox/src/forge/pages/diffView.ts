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

import type { ChangedFile } from '../git/diff';
import { encodePath, html, type Html } from './html';

const KINDS: Record<string, string> = { '+': 'added', '-': 'removed' };

/** The changed files of a commit or pull request, each with its lines. */
export function diffView(options: {
  files: ChangedFile[];
  /** Address of the files after the change, to which a path is appended. */
  blobUrl: string;
}): Html {
  const { files, blobUrl } = options;
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return html`<h2>
      ${files.length} ${files.length === 1 ? 'file' : 'files'} changed
      <span class="plus">+${sum(files.map(file => file.additions))}</span>
      <span class="minus">−${sum(files.map(file => file.deletions))}</span>
    </h2>
    ${files.map(file => fileDiff(file, blobUrl))}`;
}

function fileDiff(file: ChangedFile, blobUrl: string): Html {
  const name =
    file.status === 'removed'
      ? html`<code>${file.path}</code>`
      : html`<a href="${blobUrl}/${encodePath(file.path)}"
          ><code>${file.path}</code></a
        >`;
  return html`<section
    class="panel"
    aria-label="${file.path}"
    data-path="${file.path}"
  >
    <div class="title">
      ${name}
      ${file.previousPath &&
      html`<span class="quiet">renamed from ${file.previousPath}</span>`}
      <span class="end"
        >${file.status}
        <span class="plus">+${file.additions}</span>
        <span class="minus">−${file.deletions}</span></span
      >
    </div>
    ${fileBody(file)}
  </section>`;
}

function fileBody(file: ChangedFile): Html {
  if (file.status === 'removed') {
    // The old content is often why it goes: a secret in plain text.
    return html`<p class="quiet">
      This file is removed. Its ${file.deletions}
      ${file.deletions === 1 ? 'line is' : 'lines are'} not shown here; the
      repository's history still holds them.
    </p>`;
  }
  if (file.binary) {
    return html`<p class="quiet">Binary content, not shown.</p>`;
  }
  if (file.patch === '') {
    return html`<p class="quiet">The content is unchanged.</p>`;
  }
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Lines">
    <table class="code">
      <tbody>
        ${diffLines(file.patch)}
      </tbody>
    </table>
  </div>`;
}

function diffLines(patch: string): Html[] {
  let before = 0;
  let after = 0;
  return patch.split('\n').map(line => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      return html`<tr class="hunk">
        <td class="number"></td>
        <td class="number"></td>
        <td colspan="2">${line}</td>
      </tr>`;
    }
    const sign = line[0] ?? ' ';
    if (sign === '\\') {
      return html`<tr>
        <td class="number"></td>
        <td class="number"></td>
        <td></td>
        <td class="quiet">${line.slice(2)}</td>
      </tr>`;
    }
    const kind = KINDS[sign] ?? 'same';
    const old = sign === '+' ? '' : before++;
    const now = sign === '-' ? '' : after++;
    return html`<tr class="${kind}">
      <td class="number">${old}</td>
      <td class="number">${now}</td>
      <td>${sign}</td>
      <td>${line.slice(1)}</td>
    </tr>`;
  });
}
