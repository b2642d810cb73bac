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

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createMockDirectory } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { createKeepingLogger, flatContent } from '../__testUtils__/runAction';
import { readWorkspace, readWorkspaceFile } from './readWorkspace';
import { workspacePathOf } from './workspacePath';
import { writeWorkspace } from './writeWorkspace';

describe('the workspace', () => {
  const workspace = createMockDirectory();
  const outside = createMockDirectory();

  beforeEach(() => {
    workspace.setContent({});
    outside.setContent({ 'a.yaml': 'outside\n' });
  });

  it('is read as text, manifests only, and nothing through a symlink', async () => {
    workspace.setContent({
      'a.yaml': '\uFEFFkind: ä\r\n',
      'b/c.yml': 'c\n',
      'b/Kustomization': 'k\n',
      'd.json': '{}',
      'e.txt': 'no\n',
      '.git': { 'config.yaml': 'no\n' },
      'sub/.git/x.yaml': 'no\n',
    });
    writeFileSync(workspace.resolve('binary.yaml'), Buffer.from([0xff, 0xfe]));
    writeFileSync(
      workspace.resolve('large.yaml'),
      Buffer.alloc(3_000_000, 'a'),
    );
    symlinkSync(outside.resolve('a.yaml'), workspace.resolve('link.yaml'));
    symlinkSync(outside.path, workspace.resolve('folder'));
    symlinkSync('/nowhere', workspace.resolve('dangling.yaml'));
    const log: string[] = [];

    const files = await readWorkspace(workspace.path, createKeepingLogger(log));

    expect([...files]).toEqual([
      ['a.yaml', '\uFEFFkind: ä\r\n'],
      ['b/Kustomization', 'k\n'],
      ['b/c.yml', 'c\n'],
      ['d.json', '{}'],
    ]);
    expect(log.join('\n')).toMatch(/Left out binary.yaml: it is not UTF-8/);
    expect(log.join('\n')).toMatch(/Left out large.yaml: it is larger than/);
    expect(log.join('\n')).toMatch(/Left out link.yaml: it is a symlink/);
  });

  it('has bounds', async () => {
    const deep = Array.from({ length: 40 }, () => 'd').join('/');
    mkdirSync(workspace.resolve(deep), { recursive: true });
    await expect(
      readWorkspace(workspace.path, createKeepingLogger([])),
    ).rejects.toThrow('more than 32 deep');
    workspace.setContent({});
    for (let index = 0; index < 36; index++) {
      writeFileSync(
        workspace.resolve(`${index}.yaml`),
        Buffer.alloc(2_000_000, 'a'),
      );
    }
    await expect(
      readWorkspace(workspace.path, createKeepingLogger([])),
    ).rejects.toThrow('bytes of YAML');
  });

  it('takes no path that leaves it, whatever the path', async () => {
    symlinkSync(outside.path, workspace.resolve('out'));
    symlinkSync(workspace.path, workspace.resolve('self'));
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        'out',
        'self',
        'a',
        '~',
        '.git',
        'C:',
        '%2e',
      ),
      fc.string({ maxLength: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 5 }),
        fc.constantFrom('', '/', './', '\\'),
        async (parts, start) => {
          const path = start + parts.join('/');
          let place: string;
          try {
            place = await workspacePathOf(workspace.path, path, 'file');
          } catch (error) {
            if ((error as Error).name !== 'InputError') {
              throw error;
            }
            return;
          }
          expect(place.startsWith(`${workspace.path}/`)).toBe(true);
          expect(parts).not.toContain('..');
          const [first] = place.slice(workspace.path.length + 1).split('/');
          expect(['out', 'self']).not.toContain(first);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says what is wrong with a file that is named', async () => {
    workspace.setContent({ 'a.yaml': 'a\n', 'b/c.yaml': 'c\n' });
    const read = (path: string) =>
      readWorkspaceFile(workspace.path, path, 'certificate');
    await expect(read('a.yaml')).resolves.toBe('a\n');
    await expect(read('b')).rejects.toThrow(
      "The certificate 'b' is not in the workspace",
    );
    await expect(read('a.yaml/x')).rejects.toThrow(
      "The certificate 'a.yaml/x' is outside the workspace",
    );
  });

  it('is written whole or not at all', async () => {
    const content = { 'a.yaml': 'a\n', 'b.yaml': 'b\n', 'c.yaml': 'c\n' };
    workspace.setContent(content);
    const before = new Map(Object.entries(content));
    const changes = [
      { path: 'a.yaml', action: 'update' as const, content: 'new a\n' },
      { path: 'b.yaml', action: 'delete' as const },
      { path: 'new/d.yaml', action: 'create' as const, content: 'd\n' },
    ];
    await expect(
      writeWorkspace({
        workspacePath: workspace.path,
        before,
        changes: [
          ...changes,
          { path: '../e.yaml', action: 'create', content: 'e' },
        ],
      }),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(flatContent(workspace)).toEqual(content);

    // A folder in the way is met only when the others are written.
    mkdirSync(workspace.resolve('in/the/way.yaml'), { recursive: true });
    await expect(
      writeWorkspace({
        workspacePath: workspace.path,
        before,
        changes: [
          ...changes,
          { path: 'in/the/way.yaml', action: 'create', content: 'e' },
        ],
      }),
    ).rejects.toThrow();
    expect(flatContent(workspace)).toEqual(content);

    chmodSync(workspace.resolve('a.yaml'), 0o755);
    await writeWorkspace({ workspacePath: workspace.path, before, changes });
    expect(flatContent(workspace)).toEqual({
      'a.yaml': 'new a\n',
      'c.yaml': 'c\n',
      'new/d.yaml': 'd\n',
    });
  });
});
