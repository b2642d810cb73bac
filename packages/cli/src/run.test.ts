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

import { writeFileSync } from 'node:fs';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  createSealingKeyPair,
  observerFiles,
  TestForge,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { parse } from 'yaml';
import { openSealed } from './__testUtils__/openSealed';
import { CommandRun, runCommand } from './__testUtils__/runCommand';

jest.setTimeout(120_000);

const keys = createSealingKeyPair();
const SEALED = 'sealed-secrets/observer-sealed-secrets.yaml';
const LABEL = 'observer-prod/observer-secrets';
const INPUT = {
  certificate: keys.certificate,
  namespace: 'observer-prod',
  name: 'observer-secrets',
};

describe('safekeep run', () => {
  const folder = createMockDirectory();
  let forge: TestForge | undefined;

  beforeEach(() => {
    folder.setContent({ workspace: Object.fromEntries(observerFiles()) });
  });
  afterEach(async () => {
    await forge?.stop();
    forge = undefined;
  });

  function run(
    action: string,
    input: object,
    options: {
      secrets?: object;
      args?: string[];
      env?: NodeJS.ProcessEnv;
    } = {},
  ): Promise<CommandRun> {
    writeFileSync(folder.resolve('input.json'), JSON.stringify(input));
    const { secrets, args = [], env } = options;
    return runCommand(
      [
        'run',
        action,
        '--workspace',
        'workspace',
        '--input',
        'input.json',
        ...(secrets ? ['--secrets', '-'] : []),
        ...args,
      ],
      {
        cwd: folder.path,
        stdin: secrets && JSON.stringify(secrets),
        env: { GITHUB_TOKEN: '', ...env },
      },
    );
  }

  function workspace(): Record<string, unknown> {
    return folder.content({ path: 'workspace' }) as Record<string, unknown>;
  }

  function encryptedData(): Record<string, string> {
    const [sealedFolder, file] = SEALED.split('/');
    const files = workspace()[sealedFolder] as Record<string, string>;
    return parse(files[file]).spec.encryptedData;
  }

  it('seals, rotates and proposes, with its outputs as one JSON object', async () => {
    forge = await TestForge.start(Object.fromEntries(observerFiles()));
    const seal = await run(
      'safekeep:secret:seal',
      { ...INPUT, keys: ['KIS_APP_KEY'] },
      { secrets: { KIS_APP_KEY: 'c4n4ry' } },
    );
    expect(seal.status).toBe(0);
    expect(seal.stdout).not.toContain('c4n4ry');
    expect(seal.stderr).not.toContain('c4n4ry');
    expect(seal.stderr).toContain(`Made ${SEALED}\n`);
    const sealed = JSON.parse(seal.stdout);
    expect(sealed).toMatchObject({
      path: SEALED,
      title: 'Seal observer-secrets',
    });
    const before = encryptedData();
    const open = (key: string) =>
      openSealed(encryptedData()[key], keys.privateKey, LABEL).toString();
    expect(open('KIS_APP_KEY')).toBe('c4n4ry');
    expect(open('DB_PASSWORD')).toBe('canary-hunter2');

    const { changes, changeId, branch, title, description } = sealed;
    const input = {
      repository: `${forge.repositoryUrl}/tree/main`,
      changes,
      changeId,
      branch,
      title,
      description,
    };
    const fromRunner = {
      GITHUB_TOKEN: forge.token,
      GITHUB_SERVER_URL: `http://${forge.host}`,
      GITHUB_API_URL: `http://${forge.host}/api/v3`,
    };
    const dry = await run('safekeep:gitops:pull-request', input, {
      args: ['--dry-run'],
      env: fromRunner,
    });
    expect(JSON.parse(dry.stdout)).toMatchObject({ number: 0, created: false });
    expect(forge.requests).toEqual([]);

    const proposed = await run('safekeep:gitops:pull-request', input, {
      env: fromRunner,
    });
    expect(proposed.stderr).toBe(`Opened ${forge.repositoryUrl}/pull/1\n`);
    expect(JSON.parse(proposed.stdout)).toEqual({
      url: `${forge.repositoryUrl}/pull/1`,
      number: 1,
      branch,
      created: true,
    });

    writeFileSync(
      folder.resolve('app-config.yaml'),
      [
        'integrations:',
        '  github:',
        `    - host: ${forge.host}`,
        `      apiBaseUrl: http://${forge.host}/api/v3`,
        '      token: ${FORGE_TOKEN}',
        'safekeep:',
        '  access:',
        `    repositories: ['http://${forge.host}/acme']`,
        '',
      ].join('\n'),
    );
    const configured = { args: ['--config', 'app-config.yaml'] };
    const again = await run('safekeep:gitops:pull-request', input, {
      ...configured,
      env: { FORGE_TOKEN: forge.token },
    });
    expect(JSON.parse(again.stdout)).toMatchObject({
      number: 1,
      created: false,
    });
    const refused = await run(
      'safekeep:gitops:pull-request',
      { ...input, repository: `http://${forge.host}/other/x` },
      { ...configured, env: { FORGE_TOKEN: forge.token } },
    );
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('safekeep.access.repositories');

    const rotate = await run('safekeep:secret:rotate', {
      ...INPUT,
      keys: ['POSTGRES_PASSWORD'],
    });
    expect(rotate.status).toBe(0);
    expect(JSON.parse(rotate.stdout).generatedKeys.sort()).toEqual([
      'DB_PASSWORD',
      'POSTGRES_PASSWORD',
    ]);
    const password = open('POSTGRES_PASSWORD');
    expect(open('DB_PASSWORD')).toBe(password);
    expect(rotate.stdout + rotate.stderr).not.toContain(password);
    expect(encryptedData()).toEqual({
      ...before,
      DB_PASSWORD: encryptedData().DB_PASSWORD,
      POSTGRES_PASSWORD: encryptedData().POSTGRES_PASSWORD,
    });
  });

  it.each(
    (
      [
        ['an unknown action', 'publish:github', INPUT, 'There is no action'],
        [
          'a missing input',
          'safekeep:secret:seal',
          { name: 'x' },
          'requires property "namespace"',
        ],
        [
          'no certificate',
          'safekeep:secret:seal',
          { ...INPUT, certificate: undefined },
          'Give the cluster',
        ],
        [
          'a cluster, which only Backstage knows',
          'safekeep:secret:seal',
          { ...INPUT, certificate: undefined, cluster: 'production' },
          'can only be had from Backstage',
        ],
        [
          'a path outside the workspace',
          'safekeep:secret:seal',
          { ...INPUT, path: '../outside.yaml' },
          'is not inside',
        ],
        [
          'a wrong kind of file',
          'safekeep:secret:seal',
          { ...INPUT, fromFile: 'deployments/observer.yaml' },
          'deployments/observer.yaml',
        ],
        [
          'a key without a value',
          'safekeep:secret:seal',
          { ...INPUT, keys: ['API_TOKEN'] },
          'No value was given for key API_TOKEN',
        ],
        [
          'a secret that is not sealed',
          'safekeep:secret:rotate',
          { ...INPUT, keys: ['DB_PASSWORD'] },
          'seal it first',
        ],
        [
          'no token',
          'safekeep:gitops:pull-request',
          {
            repository: 'http://localhost:1/a/b',
            changes: [],
            changeId: 'a1b2c3d4e5f6',
            title: 'x',
            description: 'x',
          },
          'There is no change to propose',
        ],
      ] as Array<[string, string, object, string]>
    ).map(([what, action, input, message]) => ({
      what,
      action,
      input,
      message,
    })),
  )(
    'ends with status 2 and changes nothing for $what',
    async ({ action, input, message }) => {
      const before = workspace();
      const { status, stdout, stderr } = await run(action, input);
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^safekeep: [^\n]+\n$/);
      expect([status, stdout]).toEqual([2, '']);
      expect(workspace()).toEqual(before);
    },
  );

  it('never repeats a file of secrets', async () => {
    writeFileSync(folder.resolve('broken.json'), '{"K": c4n4ry}');
    writeFileSync(folder.resolve('list.json'), '["c4n4ry"]');
    writeFileSync(folder.resolve('number.json'), '{"K": 4711}');
    for (const [file, message] of [
      ['broken.json', 'is not valid JSON'],
      ['list.json', 'is not a JSON object'],
      ['number.json', 'has a value of K that is not a string'],
      ['nope.json', 'is not there'],
    ]) {
      const { status, stdout, stderr } = await run(
        'safekeep:secret:seal',
        { ...INPUT, keys: ['K'] },
        { args: ['--secrets', file] },
      );
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/c4n4ry|4711/);
      expect([status, stdout]).toEqual([2, '']);
    }
    const elsewhere = await run('safekeep:secret:seal', INPUT, {
      args: ['--workspace', 'nowhere'],
    });
    expect(elsewhere.stderr).toContain('The workspace nowhere is not a folder');
  });
});
