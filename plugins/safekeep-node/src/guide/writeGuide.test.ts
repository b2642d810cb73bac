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

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { applyChanges } from '../changes/__testUtils__/observerFiles';
import { shellWord } from './guideCommands';
import { putGuide } from './guideSection';
import { writeGuide, WriteGuideOptions } from './writeGuide';

const SEALED = (
  name: string,
  { namespace = '', keys = ['PASSWORD'], annotations = '' } = {},
) => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: ${name}
${namespace && `  namespace: ${namespace}\n`}${annotations}spec:
  encryptedData:
${keys.map(key => `    ${key}: AgB-ciphertext-of-${key}\n`).join('')}`;

const FILES = {
  'kustomization.yaml':
    'namespace: observer-prod\nresources:\n  - sealed-secrets/observer.yaml\n  - sealed-secrets/more.yaml\n  - plain.yaml\n',
  'sealed-secrets/observer.yaml': SEALED('observer-secrets', {
    namespace: 'observer-prod',
    keys: ['DB_USER', 'DB_PASSWORD'],
  }),
  'sealed-secrets/more.yaml': `${SEALED('one', {
    annotations:
      '  annotations:\n    sealedsecrets.bitnami.com/namespace-wide: "true"\n',
  })}---\n${SEALED('two')}`,
  'plain.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: left}\nstringData: {A: canary-value}\n',
};
const README = 'sealed-secrets/README.md';

function guideOf(
  files: Record<string, string>,
  options: Partial<WriteGuideOptions> = {},
) {
  const before = new Map(Object.entries(files));
  const planned = writeGuide(before, { language: 'en', ...options });
  const after = applyChanges(before, planned.changes);
  return { planned, after, text: after.get(planned.path) ?? '' };
}

function blocksOf(text: string): string[] {
  return [...text.matchAll(/```sh\n([^]*?)\n```/g)].map(([, block]) => block);
}

describe('writeGuide', () => {
  it('tells this folder’s names, keys, files and controller, and no value', () => {
    const { planned, text } = guideOf(FILES, {
      controllerName: 'sealer',
      controllerNamespace: 'security',
    });
    expect(planned.path).toBe(README);
    expect(planned.warnings).toEqual([]);
    expect(text).toContain(
      '| `observer-prod` | `observer-secrets` | `observer.yaml` | `DB_USER`, `DB_PASSWORD` | strict |',
    );
    expect(text).toContain(
      '| `observer-prod` | `one` | `more.yaml` | `PASSWORD` | namespace-wide |',
    );
    expect(text).toContain('**Still plain in Git:** `left` (`../plain.yaml`)');
    expect(text).not.toMatch(/canary|ciphertext-of|undefined/);
    const commands = blocksOf(text).join('\n');
    expect(commands.match(/kubeseal/g)).toHaveLength(4);
    expect(
      commands.match(
        /kubeseal --controller-name sealer --controller-namespace security /g,
      ),
    ).toHaveLength(4);
    expect(commands).toContain('--format yaml --merge-into observer.yaml');
    // Neither does a file of two go into kubeseal, nor does its scope change.
    expect(commands).not.toMatch(/(merge-into|validate <) more/);
    expect(commands).toContain(
      '--raw --scope namespace-wide --namespace observer-prod --name one',
    );
  });

  it('says the same in Korean', () => {
    const english = guideOf(FILES);
    const korean = guideOf(FILES, { language: 'ko' });
    expect(blocksOf(korean.text)).toEqual(blocksOf(english.text));
    const shape = (text: string) =>
      text
        .split('\n')
        .map(line => /^(#+|-|\||```)/.exec(line)?.[1])
        .filter(Boolean);
    expect(shape(korean.text)).toEqual(shape(english.text));
    expect(korean.text).toContain('절대 커밋하지 마세요');
    // Of English there are the names of templates, and words of the tools.
    const words = korean.text
      .replace(
        /```[^]*?```|`[^`]*`|“[^”]*”|\*\*[A-Z][a-z][^*]*\*\*|<!--[^]*?-->/g,
        '',
      )
      .match(/[A-Za-z]{3,}/g);
    expect(
      [...new Set(words)].filter(
        word =>
          !/^(Safekeep|SealedSecret|Secret|Git|Backstage|PostgreSQL|kubeseal|kustomization|bash|zsh|main|condition|strict|namespace|wide|unless)$/.test(
            word,
          ),
      ),
    ).toEqual([]);
  });

  it('does not let kubeseal read a file whose namespace it would not know', () => {
    const { text } = guideOf({
      'kustomization.yaml': 'namespace: n\nresources: [a.yaml]\n',
      'a.yaml': SEALED('a'),
    });
    expect(blocksOf(text).join()).not.toMatch(/merge-into|validate/);
    expect(text).toContain('--raw --namespace n --name a');
  });

  it('finds the controller that the folder installs, and warns where there is none', () => {
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ss, namespace: tools}\nspec: {template: {spec: {containers: [{image: "x/sealed-secrets-controller:0.36.6"}]}}}\n';
    const found = guideOf({ ...FILES, 'ss.yaml': deployment });
    expect(found.text).toContain(
      '--controller-name ss --controller-namespace tools',
    );
    expect(found.planned.warnings).toEqual([]);
    const { planned, text } = guideOf(FILES);
    expect(text).toContain(
      '--controller-name sealed-secrets-controller --controller-namespace kube-system',
    );
    expect(planned.warnings).toEqual([expect.stringContaining('does not say')]);
  });

  it('changes nothing when it is run again, and follows the folder', () => {
    const { after, planned } = guideOf(FILES);
    expect(planned.title).toMatch(/^Write/);
    expect(writeGuide(after, { language: 'en' }).changes).toEqual([]);
    const renewed = writeGuide(after, { language: 'ko' });
    expect(renewed.title).toMatch(/^Renew/);
    expect(renewed.changeId).not.toBe(planned.changeId);
  });

  it.each([
    [
      'no SealedSecret',
      { 'plain.yaml': FILES['plain.yaml'] },
      {},
      'seal one first',
    ],
    [
      'no namespace',
      { 'a.yaml': SEALED('a') },
      {},
      'a.yaml, line 1: neither the file nor',
    ],
    [
      'a name that is a command',
      { 'a.yaml': SEALED('"a; rm"', { namespace: 'n' }) },
      {},
      'correct it first',
    ],
    [
      'a file that is no text',
      FILES,
      { path: 'plain.yaml' },
      'must end in .md',
    ],
    ['a path that leaves', FILES, { path: '../README.md' }, 'is not inside'],
    [
      'half a guide',
      { ...FILES, [README]: 'x\n<!-- safekeep:guide:start -->\n' },
      {},
      'the marks on line 2',
    ],
    [
      'a mark in a path',
      { 'x<!-- safekeep:guide:end -->.yaml': SEALED('a', { namespace: 'n' }) },
      {},
      'holds the mark',
    ],
  ] as [string, Record<string, string>, Partial<WriteGuideOptions>, string][])(
    'refuses %s',
    (_, files, options, message) => {
      expect(() => guideOf(files, options)).toThrow(message);
    },
  );

  it('says that files could not be read', () => {
    const { planned, text } = guideOf({
      ...FILES,
      'broken.yaml': 'kind: Secret\n\t- x\n',
    });
    expect(text).toContain(
      'could not be read and may hold more: `../broken.yaml`',
    );
    expect(planned.warnings.join()).toContain('broken.yaml');
  });

  it('leaves every byte around the guide as it is', () => {
    const around = fc
      .array(
        fc.constantFrom(
          '# Notes',
          '',
          ' ',
          '가나다',
          '```',
          '<!-- x -->',
          '|',
          '\t',
          '\uFEFF',
          '\r',
          'x',
        ),
        { maxLength: 8 },
      )
      .chain(parts =>
        fc.constantFrom('\n', '\r\n').map(eol => parts.join(eol)),
      );
    const body = fc.constantFrom(
      '## A\n\ntext',
      'b',
      guideOf(FILES).text.replace(/<!-- safekeep[^>]*-->/g, ''),
    );
    const put = (earlier: string, text: string) =>
      putGuide(earlier, { path: 'README.md', heading: 'H', body: text });
    fc.assert(
      fc.property(
        around,
        around,
        body,
        body,
        (before, behind, first, second) => {
          const once = put(before, first);
          expect(once.startsWith(before)).toBe(true);
          const both = `${once}${behind}`;
          const twice = put(both, second);
          const start = both.indexOf('<!-- safekeep:guide:start -->');
          expect(twice.slice(0, start)).toBe(both.slice(0, start));
          const end = '<!-- safekeep:guide:end -->';
          expect(twice.slice(twice.indexOf(end))).toBe(
            both.slice(both.indexOf(end)),
          );
          expect(put(twice, second)).toBe(twice);
          expect(put(twice, first)).toBe(both);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a shell every path as one word', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }).filter(text => !/[\0\n]/.test(text)),
        path => {
          expect(
            execFileSync('sh', [
              '-c',
              `printf %s ${shellWord(path)}`,
            ]).toString(),
          ).toBe(path);
        },
      ),
      { numRuns: 50 },
    );
  });
});
