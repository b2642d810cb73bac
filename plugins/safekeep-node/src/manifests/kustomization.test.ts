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
import { parse } from 'yaml';
import {
  addResource,
  readKustomization,
  removeResource,
  replaceResource,
} from './kustomization';
import { resolveKustomization } from './resolveKustomization';

const path = 'kustomization.yaml';

const entryName = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?\.yaml$/);

/** A kustomization as people write them, in lines that can be told apart. */
const kustomization = fc
  .record({
    entries: fc.uniqueArray(entryName, { minLength: 1, maxLength: 6 }),
    decorations: fc.array(
      fc.record({
        above: fc.constantFrom(
          '',
          '  # a comment',
          '\t'.trim(),
          '# at column 0',
        ),
        behind: fc.constantFrom('', ' # why', '   # two: things'),
        quote: fc.constantFrom('', '"', "'"),
      }),
      { minLength: 6, maxLength: 6 },
    ),
    indent: fc.constantFrom('', '  ', '    '),
    list: fc.constantFrom('resources', 'bases'),
    behind: fc.constantFrom('', 'namespace: ns # after\n', '\npatches: []\n'),
    crlf: fc.boolean(),
    finalNewline: fc.boolean(),
  })
  .map(({ entries, decorations, indent, list, behind, crlf, finalNewline }) => {
    const lines = entries.map((entry, index) => {
      const { above, behind: comment, quote } = decorations[index];
      const line = `${indent}- ${quote}${entry}${quote}${comment}\n`;
      return { entry, above: above && `${above}\n`, line };
    });
    const finish = (text: string) => {
      const ended = finalNewline ? text : text.replace(/\n+$/, '');
      return crlf ? ended.replace(/\n/g, '\r\n') : ended;
    };
    const render = (
      change: (each: { entry: string; line: string }) => string,
    ) =>
      finish(
        `# head\nkind: Kustomization\n${list}:\n${lines
          .map(each => each.above + change(each))
          .join('')}${behind}`,
      );
    return { entries, list, render, behind };
  });

describe('kustomization edits', () => {
  it('replace and remove one entry, and leave every other byte', () => {
    fc.assert(
      fc.property(kustomization, fc.nat(), entryName, (file, pick, by) => {
        const before = file.render(({ line }) => line);
        const entry = file.entries[pick % file.entries.length];
        fc.pre(!file.entries.includes(by));
        expect(replaceResource(before, { path, entry: `./${entry}`, by })).toBe(
          file.render(each =>
            each.entry === entry ? each.line.replace(entry, by) : each.line,
          ),
        );

        const removed = removeResource(before, { path, entry });
        const rest = file.entries.filter(each => each !== entry);
        expect(parse(removed)[file.list]).toEqual(rest);
        const isWholeLine =
          rest.length > 0 && (before.endsWith('\n') || file.behind !== '');
        const withoutLine = file.render(each =>
          each.entry === entry ? '' : each.line,
        );
        expect(removed).toBe(isWholeLine ? withoutLine : removed);
        const expected = { ...parse(before), [file.list]: rest };
        expect(parse(removed)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('add an entry behind the one named, once', () => {
    fc.assert(
      fc.property(kustomization, fc.nat(), entryName, (file, pick, entry) => {
        const before = file.render(({ line }) => line);
        fc.pre(file.list === 'resources' && !file.entries.includes(entry));
        const index = pick % file.entries.length;
        const after = file.entries[index];
        const added = addResource(before, { path, entry, after });
        const expected = [...file.entries];
        expected.splice(index + 1, 0, entry);
        expect(parse(added)).toEqual({ ...parse(before), resources: expected });
        const eol = before.includes('\r\n') ? '\r\n' : '\n';
        const withoutIt = added
          .split(eol)
          .filter(line => line.trim() !== `- ${entry}`)
          .join(eol);
        expect(withoutIt).toBe(before);
        expect(addResource(added, { path, entry: `./${entry}` })).toBe(added);
      }),
      { numRuns: 300 },
    );
  });

  it('manage lists that are empty, missing or in flow style', () => {
    const add = (text: string) => addResource(text, { path, entry: 'b.yaml' });
    expect(add('kind: Kustomization\n# end\n')).toBe(
      'kind: Kustomization\nresources:\n  - b.yaml\n# end\n',
    );
    expect(add('resources: [] # none\nx: 1\n')).toBe(
      'resources: # none\n  - b.yaml\nx: 1\n',
    );
    expect(add('resources:\nx: 1\n')).toBe('resources:\n  - b.yaml\nx: 1\n');
    expect(add('resources: [a.yaml] # one\n')).toBe(
      'resources: [a.yaml, b.yaml] # one\n',
    );
    const remove = (text: string, entry: string) =>
      removeResource(text, { path, entry });
    expect(remove('resources: [a.yaml, b.yaml]\n', 'a.yaml')).toBe(
      'resources: [b.yaml]\n',
    );
    expect(remove('resources: [a.yaml, b.yaml]\n', 'b.yaml')).toBe(
      'resources: [a.yaml]\n',
    );
    expect(remove('resources:\n  - a.yaml # why\nx: 1\n', 'a.yaml')).toBe(
      'resources: [] # why\nx: 1\n',
    );
    expect(() => remove('resources: [a.yaml]\n', 'c.yaml')).toThrow(
      'kustomization.yaml does not list c.yaml',
    );
    expect(() => add('resources: &r [a.yaml]\nbases: *r\n')).toThrow(
      /has an anchor/,
    );
    expect(() => add('resources: a.yaml\n')).toThrow(/is not a list/);
    expect(() => add('a: 1\n---\nb: 2\n')).toThrow(/more than one/);
  });

  it('read what decides which files are applied', () => {
    const read = readKustomization(
      `namespace: ns
namePrefix: p-
resources: [a.yaml, ../base]
bases: [old]
components: [c]
secretGenerator:
  - name: made
    files: [x=secret.txt, plain.txt]
    envs: [.env]
patches:
  - path: patch.yaml
patchesStrategicMerge: [merge.yaml]
`,
      path,
    );
    expect(read).toEqual({
      resources: ['a.yaml', '../base'],
      bases: ['old'],
      components: ['c'],
      namespace: 'ns',
      namePrefix: 'p-',
      generatedSecrets: ['made'],
      otherFiles: [
        'merge.yaml',
        'patch.yaml',
        'secret.txt',
        'plain.txt',
        '.env',
      ],
    });
  });
});

describe('resolveKustomization', () => {
  it('follows folders with the outer namespace and affixes, and says what it cannot follow', () => {
    const files = new Map([
      [
        'overlays/prod/kustomization.yml',
        'namespace: prod\nnamePrefix: a-\nresources: [../../base, local.yaml, gone.yaml]\n',
      ],
      ['overlays/prod/local.yaml', ''],
      [
        'base/Kustomization',
        'namespace: base\nnamePrefix: b-\nnameSuffix: -s\nresources:\n  - app.yaml\n  - nested/\n  - https://example.com/x.yaml\n  - github.com/org/repo//path?ref=v1\n',
      ],
      ['base/app.yaml', ''],
      ['base/nested/kustomization.yaml', 'bases: [.., deep.yaml]\n'],
      ['base/nested/deep.yaml', ''],
      ['base/unlisted.yaml', ''],
    ]);
    const resolved = resolveKustomization(files, './overlays/prod/');
    expect(resolved?.kustomizations).toEqual([
      'overlays/prod/kustomization.yml',
      'base/Kustomization',
      'base/nested/kustomization.yaml',
    ]);
    const inBase = { namespace: 'prod', namePrefix: 'a-b-', nameSuffix: '-s' };
    expect(resolved?.files).toEqual([
      {
        ...inBase,
        path: 'base/app.yaml',
        kustomization: 'base/Kustomization',
        entry: 'app.yaml',
      },
      {
        ...inBase,
        path: 'base/nested/deep.yaml',
        kustomization: 'base/nested/kustomization.yaml',
        entry: 'deep.yaml',
      },
      {
        path: 'overlays/prod/local.yaml',
        namespace: 'prod',
        namePrefix: 'a-',
        nameSuffix: '',
        kustomization: 'overlays/prod/kustomization.yml',
        entry: 'local.yaml',
      },
    ]);
    expect(
      resolved?.unresolved.map(({ entry, reason }) => [entry, reason]),
    ).toEqual([
      ['..', 'cycle'],
      ['https://example.com/x.yaml', 'remote'],
      ['github.com/org/repo//path?ref=v1', 'remote'],
      ['gone.yaml', 'missing'],
    ]);
    expect(resolveKustomization(files, 'base/none')).toBeUndefined();
  });
});
