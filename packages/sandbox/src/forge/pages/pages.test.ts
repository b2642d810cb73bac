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

import fc from 'fast-check';
import { moveBranch, writeBlob, writeCommit, writeTree } from '../git/objects';
import { openPullRequest } from '../pulls/pullRequests';
import {
  startTestForge,
  type TestForge,
} from '../__testUtils__/startTestForge';
import { renderMarkdown } from './markdown';

const OLD_PASSWORD = 'canary-1b2f0c';

describe('the pages of the forge', () => {
  let test: TestForge;
  beforeEach(async () => {
    test = await startTestForge({
      'README.md': '# Hello <b>\n\n<script>alert(1)</script>\n',
      'k8s/secret.yaml': `password: ${OLD_PASSWORD}\n`,
      'k8s/a.yaml': 'a: "<i>"\n',
    });
    const { git } = test.repository;
    const main = await git.getCommit('main');
    const tree = await writeTree(git, {
      base: main,
      changes: [
        { path: 'k8s/secret.yaml', mode: '100644', id: undefined },
        {
          path: 'k8s/a.yaml',
          mode: '100644',
          id: await writeBlob(git, 'a: "<u>"\n'),
        },
      ],
    });
    const commit = await writeCommit(git, {
      tree,
      parents: [main],
      message: 'seal <it>',
      author: { name: 'A <x>', email: 'a@b', date: '2026-01-02T00:00:00Z' },
    });
    await moveBranch(git, { branch: 'safekeep/seal', to: commit });
    await openPullRequest(test.repository, {
      title: 'Seal <em>it</em>',
      body: '## Why\n\n- `plain` <img src=x onerror=alert(1)>\n- [no](javascript:alert(1))\n- [yes](https://a.example/)\n',
      head: 'safekeep/seal',
      base: 'main',
      author: 'sandbox',
    });
  });
  afterEach(() => test.stop());

  const page = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${test.forge.url}${path}`, {
      redirect: 'manual',
      ...init,
    });
    return { status: response.status, response, text: await response.text() };
  };

  it('shows files, with lines to point at, and nothing as markup', async () => {
    for (const path of [
      '/',
      '/acme/deployment',
      '/acme/deployment/tree/main/k8s',
      '/acme/deployment/tree/safekeep/seal/k8s',
      '/acme/deployment/commits/main/k8s',
      '/acme/deployment/pulls',
    ]) {
      const { status, text, response } = await page(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toMatch(/<script|<img|<em>it|<it>|<x>/);
      expect(response.headers.get('content-security-policy')).toContain(
        "default-src 'none'",
      );
    }
    const blob = await page('/acme/deployment/blob/main/k8s/a.yaml');
    expect(blob.text).toContain('<tr id="L1">');
    expect(blob.text).toContain('&lt;i&gt;');
    const raw = await page('/acme/deployment/raw/main/README.md');
    expect(raw.response.headers.get('content-type')).toMatch(/^text\/plain/);
    const edit = await page('/acme/deployment/edit/main/k8s/a.yaml');
    expect(edit.response.headers.get('location')).toBe(
      '/acme/deployment/blob/main/k8s/a.yaml',
    );
    for (const path of ['/acme/none', '/acme/deployment/blob/main/none']) {
      expect((await page(path)).status).toBe(404);
    }
    for (const path of [
      '/acme/deployment/blob/main/..%2f..%2fetc%2fpasswd',
      '/acme/..%2f..%2fetc/tree/main',
      '/%2e%2e/%2e%2e/tree/main',
    ]) {
      expect((await page(path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('shows a pull request without what a removed file held', async () => {
    const { text } = await page('/acme/deployment/pull/1');
    expect(text).toContain('Seal &lt;em&gt;it&lt;/em&gt;');
    expect(text).toContain('<code>plain</code>');
    expect(text).toContain('href="https://a.example/"');
    expect(text).not.toContain('href="javascript:');
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;u&gt;');
    expect(text).toContain('This file is removed');
    expect(text).not.toContain(OLD_PASSWORD);
    expect(text).toContain('Merge pull request');
    const diff = await page('/acme/deployment/pull/1.diff');
    expect(diff.text).toContain('deleted file mode');
  });

  it('merges by its button, and only by its own', async () => {
    const { text } = await page('/acme/deployment/pull/1');
    const head = /name="head" value="([0-9a-f]{40})"/.exec(text)![1];
    const merge = (headers: Record<string, string>, body: string) =>
      page('/acme/deployment/pull/1/merge', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body,
      });
    const own = { origin: test.forge.url };
    expect((await merge({}, `head=${head}`)).status).toBe(403);
    expect(
      (await merge({ origin: 'http://evil.example' }, `head=${head}`)).status,
    ).toBe(403);
    expect((await merge(own, `head=${'0'.repeat(40)}`)).status).toBe(409);
    expect(test.repository.pulls.find(1)?.state).toBe('open');

    const done = await merge(own, `head=${head}&method=merge`);
    expect(done.status).toBe(303);
    const after = await page('/acme/deployment/pull/1');
    expect(after.text).toContain('✔ Merged');
    expect(after.text).not.toContain('Merge pull request</button>');
    expect(after.text).not.toContain(OLD_PASSWORD);
    expect((await merge(own, `head=${head}`)).status).toBe(405);
  });

  it('closes and reopens by its buttons', async () => {
    const press = (verb: string) =>
      page(`/acme/deployment/pull/1/${verb}`, {
        method: 'POST',
        headers: { origin: test.forge.url },
      });
    expect((await press('close')).status).toBe(303);
    expect((await page('/acme/deployment/pull/1')).text).toContain('✖ Closed');
    expect((await press('reopen')).status).toBe(303);
    expect(test.repository.pulls.find(1)?.state).toBe('open');
  });
});

describe('renderMarkdown', () => {
  it('renders what a pull request holds', () => {
    const { text } = renderMarkdown(
      '# T\n\nOne *two* **three** `a_b_c`\n\n1. x\n2. y\n   - z\n\n> q\n\n| a | b |\n| - | - |\n| 1 | `2` |\n\n[`a:b/c`](https://a.example/b_c_d)\n\n```yaml\na: <b>\n```\n',
    );
    expect(text).toContain('<h2>T</h2>');
    expect(text).toContain('<em>two</em> <strong>three</strong>');
    expect(text).toContain('<code>a_b_c</code>');
    expect(text.replace(/\n/g, '')).toContain(
      '<ol><li>x</li><li>y<ul><li>z</li></ul></li></ol><blockquote><p>q</p></blockquote>',
    );
    expect(text).toContain('<td><code>2</code></td>');
    expect(text).toContain(
      '<a href="https://a.example/b_c_d" rel="nofollow noopener"><code>a:b/c</code></a>',
    );
    expect(text).toContain('<pre><code class="language-yaml">a: &lt;b&gt;');
  });

  it('never lets text become markup, and ends', () => {
    const piece = fc.constantFrom(
      '<script>',
      '"onclick="',
      "'",
      '`',
      '**',
      '*',
      '[a](b"c)',
      '](javascript:x)',
      '[x](https://e/"><b>)',
      '|',
      '-|-',
      '\n',
      '\n\n',
      '- ',
      '  ',
      '> ',
      '```',
      '# ',
      'word',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const { text } = renderMarkdown(pieces.join(''));
        const tags = text.match(/<[^>]*>?/g) ?? [];
        for (const tag of tags) {
          expect(tag).toMatch(
            /^<\/?(p|h[2-6]|ul|ol|li|pre|code|em|strong|blockquote|hr|table|thead|tbody|tr|th|td)>$|^<br>$|^<code class="language-[^"<>]*">$|^<a href="(https?:|\/|#|\.)[^"<>]*"( title="[^"<>]*")? rel="nofollow noopener">$|^<\/a>$/,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});
