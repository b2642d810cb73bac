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
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { createSealingKeyPair } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { openSealed } from './__testUtils__/openSealed';
import { runCommand } from './__testUtils__/runCommand';

jest.setTimeout(60_000);

const keys = createSealingKeyPair();
const TARGET = ['--cert', 'c.pem', '--namespace', 'ns', '--name', 'db'];
const BINARY = Buffer.from(
  Array.from({ length: 512 }, (_, byte) => byte % 256),
);

describe('safekeep seal', () => {
  const folder = createMockDirectory();

  beforeEach(() => {
    folder.setContent({
      'c.pem': keys.certificate,
      'expired.pem': createSealingKeyPair({
        notAfter: new Date('2026-01-02T00:00:00Z'),
      }).certificate,
      'value.txt': 'hunter2-canary',
      'other.txt': 'other',
      'empty.txt': '',
      'deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\n',
      sub: {},
    });
    writeFileSync(folder.resolve('value.bin'), BINARY);
  });

  function seal(
    args: string[],
    options?: Partial<Parameters<typeof runCommand>[1]>,
  ) {
    return runCommand(['seal', ...args], { cwd: folder.path, ...options });
  }

  it.each([
    [undefined, 'ns/db', undefined],
    ['strict', 'ns/db', undefined],
    ['namespace-wide', 'ns', 'sealedsecrets.bitnami.com/namespace-wide'],
    ['cluster-wide', '', 'sealedsecrets.bitnami.com/cluster-wide'],
  ])('prints what only the key opens, scope %s', async (scope, label, note) => {
    const { status, stdout, stderr } = await seal([
      ...TARGET,
      ...(scope ? ['--scope', scope] : []),
      'TEXT=@value.txt',
      'a.b_c-1=@value.bin',
    ]);

    expect(stderr).toBe('');
    expect(status).toBe(0);
    const sealed = parse(stdout);
    expect(sealed).toMatchObject({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'db', namespace: 'ns' },
      spec: {
        template: {
          type: 'Opaque',
          metadata: { name: 'db', namespace: 'ns' },
        },
      },
    });
    const { TEXT, ['a.b_c-1']: binary } = sealed.spec.encryptedData;
    expect(openSealed(TEXT, keys.privateKey, label).toString()).toBe(
      'hunter2-canary',
    );
    expect(openSealed(binary, keys.privateKey, label)).toEqual(BINARY);
    expect(() => openSealed(TEXT, keys.privateKey, `${label}x`)).toThrow();
    const scopes = Object.keys({
      ...sealed.metadata.annotations,
      ...sealed.spec.template.metadata.annotations,
    }).filter(name => name.startsWith('sealedsecrets.bitnami.com/'));
    expect(scopes).toEqual(note ? [note] : []);
    expect(stdout).not.toContain('hunter2');
  });

  it('reads a value from standard input, bytes as they are', async () => {
    const { status, stdout, stderr } = await seal([...TARGET, 'K=@-'], {
      stdin: Buffer.concat([BINARY, Buffer.from('\n')]),
    });
    expect(status).toBe(0);
    expect(stderr).toBe(
      'safekeep: note: the value of K ends with a newline, which is sealed with it\n',
    );
    expect(
      openSealed(parse(stdout).spec.encryptedData.K, keys.privateKey, 'ns/db'),
    ).toEqual(Buffer.concat([BINARY, Buffer.from('\n')]));
  });

  it('edits a file in place: the other keys, comments and its mode stay', async () => {
    const first = await seal([...TARGET, 'A=@value.txt', 'B=@other.txt']);
    const text = first.stdout.replace(
      'spec:',
      '# kept by hand\nspec: # and this',
    );
    writeFileSync(folder.resolve('db.yaml'), text);
    chmodSync(folder.resolve('db.yaml'), 0o600);

    const { status, stdout, stderr } = await seal([
      ...TARGET,
      '--into',
      'db.yaml',
      'B=@value.bin',
      'NEW=@value.txt',
    ]);

    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(statSync(folder.resolve('db.yaml')).mode.toString(8)).toMatch(
      /600$/,
    );
    const after = readFileSync(folder.resolve('db.yaml'), 'utf8');
    expect(after).toContain('# kept by hand\nspec: # and this');
    const [old, now] = [parse(text), parse(after)].map(
      object => object.spec.encryptedData,
    );
    expect(now.A).toBe(old.A);
    expect(openSealed(now.B, keys.privateKey, 'ns/db')).toEqual(BINARY);
    expect(openSealed(now.NEW, keys.privateKey, 'ns/db').toString()).toBe(
      'hunter2-canary',
    );

    // A file that is not there is made.
    await seal([...TARGET, '--into', 'sub/new.yaml', 'A=@value.txt']);
    expect(
      parse(readFileSync(folder.resolve('sub/new.yaml'), 'utf8')).kind,
    ).toBe('SealedSecret');
  });

  it.each(
    (
      [
        ['no key', TARGET, "missing required argument 'key=@file'"],
        ['no certificate', ['K=@value.txt'], "required option '--cert <file>'"],
        [
          'a value on the command line',
          [...TARGET, 'K=hunter2-canary'],
          'The value of K must not stand on the command line: it would be in the shell’s history and in the list of processes.',
        ],
        [
          'a value alone',
          [...TARGET, 'hunter2-canary'],
          'Argument 1 is not KEY=@FILE',
        ],
        [
          'an option of another program',
          [...TARGET, '--from-literal=K=hunter2-canary'],
          'unknown option',
        ],
        [
          'an empty file',
          [...TARGET, 'K=@empty.txt'],
          'The value of K is empty',
        ],
        [
          'an empty standard input',
          [...TARGET, 'K=@-'],
          'standard input holds nothing',
        ],
        [
          'a file that is not there',
          [...TARGET, 'K=@nope'],
          'The value of K nope is not there',
        ],
        ['a folder', [...TARGET, 'K=@sub'], 'is a folder'],
        [
          'a key twice',
          [...TARGET, 'K=@value.txt', 'K=@other.txt'],
          'Key K is given twice',
        ],
        ['standard input twice', [...TARGET, 'K=@-', 'L=@-'], 'Only one key'],
        [
          'an expired certificate',
          [...TARGET, '--cert', 'expired.pem', 'K=@value.txt'],
          'expired on 2026-01-02',
        ],
        [
          'a certificate that is none',
          [...TARGET, '--cert', 'value.txt', 'K=@value.txt'],
          'no PEM block',
        ],
        [
          'a certificate that is not there',
          [...TARGET, '--cert', 'nope.pem', 'K=@value.txt'],
          'The certificate nope.pem is not there',
        ],
        [
          'an unknown scope',
          [...TARGET, '--scope', 'wide', 'K=@value.txt'],
          'Allowed choices are strict, namespace-wide, cluster-wide',
        ],
        [
          'a name that is none',
          [...TARGET, '--name', 'Not A Name', 'K=@value.txt'],
          'not a valid name',
        ],
        [
          'an empty namespace',
          [...TARGET, '--namespace', '', 'K=@value.txt'],
          'must not be empty',
        ],
        [
          'a file that is no SealedSecret',
          [...TARGET, '--into', 'deployment.yaml', 'K=@value.txt'],
          'deployment.yaml',
        ],
        [
          'a file that is no YAML',
          [...TARGET, '--into', 'value.bin', 'K=@value.txt'],
          'is not UTF-8 text',
        ],
        [
          'a folder to write into',
          [...TARGET, '--into', 'sub', 'K=@value.txt'],
          'is a folder',
        ],
        [
          'a folder that is not there',
          [...TARGET, '--into', 'nope/x.yaml', 'K=@value.txt'],
          'cannot be written',
        ],
      ] as Array<[string, string[], string]>
    ).map(([what, args, message]) => ({ what, args, message })),
  )('ends with status 2 and one line for $what', async ({ args, message }) => {
    const before = folder.content();
    const { status, stdout, stderr } = await seal(args);

    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^safekeep: [^\n]+\n$/);
    expect(stderr).not.toContain('hunter2');
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(folder.content()).toEqual(before);
  });

  it('loads neither the scaffolder nor git', async () => {
    writeFileSync(
      folder.resolve('trace.cjs'),
      `process.on('exit', () => require('fs').writeFileSync('loaded.json', JSON.stringify(Object.keys(require.cache))));`,
    );
    const { status } = await seal([...TARGET, 'K=@value.txt'], {
      env: { NODE_OPTIONS: `--require ${folder.resolve('trace.cjs')}` },
    });
    expect(status).toBe(0);
    const loaded: string[] = JSON.parse(
      readFileSync(folder.resolve('loaded.json'), 'utf8'),
    );
    expect(loaded.length).toBeGreaterThan(10);
    expect(
      loaded.filter(path =>
        /scaffolder|isomorphic-git|@backstage\/(integration|backend|config)/.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  it('runs by npm in the folder that npm was called from', async () => {
    const { status, stdout } = await runCommand(
      ['seal', ...TARGET, 'K=@value.txt'],
      {
        cwd: resolve(__dirname, '../../..'),
        env: { INIT_CWD: folder.path },
        command: resolve(__dirname, '../../../scripts/safekeep.mjs'),
      },
    );
    expect(status).toBe(0);
    expect(parse(stdout).kind).toBe('SealedSecret');
  });

  it('tells what it can do', async () => {
    const help = await runCommand(['--help'], { cwd: folder.path });
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('seal');
    for (const args of [[], ['nope'], ['seal', '--nope']]) {
      const { status, stdout, stderr } = await runCommand(args, {
        cwd: folder.path,
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^safekeep: [^\n]+\n$/);
    }
    expect(
      execFileSync('git', ['ls-files', '-s', 'packages/cli/bin/safekeep'], {
        cwd: resolve(__dirname, '../../..'),
        encoding: 'utf8',
      }),
    ).toMatch(/^(100755|$)/);
  });
});
