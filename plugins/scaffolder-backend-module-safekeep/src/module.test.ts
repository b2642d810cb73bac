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
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { JsonObject } from '@backstage/types';
import {
  createSealingKeyPair,
  observerFiles,
  unseal,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { Forge } from '@safekeep/sandbox';
import { Knex } from 'knex';
import { parse } from 'yaml';
import { findEncodings } from './__testUtils__/encodingsOf';
import { createKeepingLogger } from './__testUtils__/runAction';
import { scaffolderModuleSafekeep } from './module';

jest.setTimeout(120_000);

const CANARY = 'c4n4ry "Tweet\\tweet" <&> 9d1f/+=ü';
const FOLDER = 'infra/k8s/base';

/** The scaffolder itself runs the shipped templates, on a real forge. */
describe('the templates in the scaffolder', () => {
  const keys = createSealingKeyPair();
  const directory = createMockDirectory();
  const log: string[] = [];
  const certificateRequests: string[] = [];
  let forge: Forge;
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let bare: string;

  // Before the database is closed, which TestDatabases does after all.
  afterAll(async () => {
    // Each task's watch for a cancellation looks once more within a second.
    await new Promise(done => setTimeout(done, 1500));
    await backend?.stop();
    await forge?.stop();
  });
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  function git(...args: string[]): string {
    return execFileSync('git', args, {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: directory.path,
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      },
    });
  }

  function template(name: string): Entity {
    const entity = parse(
      readFileSync(
        resolve(__dirname, `../../../templates/${name}/template.yaml`),
        'utf8',
      ),
    );
    return {
      ...entity,
      metadata: {
        ...entity.metadata,
        namespace: 'default',
        uid: name,
        annotations: {
          'backstage.io/managed-by-location': `file:${__dirname}/${name}`,
        },
      },
    };
  }

  beforeAll(async () => {
    directory.setContent({ work: {}, forge: {}, workspaces: {} });
    forge = await Forge.start({
      token: 'forge-token',
      directory: directory.resolve('forge'),
    });
    await forge.repositories.createRepository('acme', 'deployment');
    bare = directory.resolve('forge/acme/deployment.git');
    const work = directory.resolve('work');
    for (const [path, text] of observerFiles()) {
      const place = resolve(work, FOLDER, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
    git('init', '-q', '-b', 'main', work);
    git('-C', work, 'add', '-A');
    git('-C', work, 'commit', '-q', '-m', 'first');
    git('-C', work, 'push', '-q', bare, 'main');

    knex = await databases.init('SQLITE_3');
    const logger = createKeepingLogger(log);
    const host = new URL(forge.url).host;
    backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleSafekeep,
        catalogServiceMock.factory({
          entities: ['seal-secret', 'rotate-secret', 'roll-back-secret'].map(
            template,
          ),
        }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => mockServices.database({ knex }),
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: { workingDirectory: directory.resolve('workspaces') },
            integrations: {
              github: [
                {
                  host,
                  apiBaseUrl: `${forge.url}/api/v3`,
                  token: forge.token,
                },
              ],
            },
            safekeep: { access: { repositories: [`${forge.url}/acme/`] } },
            scaffolder: { taskRecovery: { enabled: true } },
          },
        }),
        // What Safekeep's own backend answers.
        createBackendPlugin({
          pluginId: 'safekeep',
          register({ registerInit }) {
            registerInit({
              deps: { httpRouter: coreServices.httpRouter },
              async init({ httpRouter }) {
                httpRouter.use((request, response) => {
                  certificateRequests.push(
                    `${request.url} ${request.headers.authorization}`,
                  );
                  response.json({ pem: keys.certificate });
                });
              },
            });
          },
        }),
      ],
    });
  });

  async function api(path: string, body?: object) {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/scaffolder/v2${path}`,
      {
        method: body ? 'POST' : 'GET',
        headers: {
          'Content-Type': 'application/json',
          Authorization: mockCredentials.user.header(),
        },
        body: body && JSON.stringify(body),
      },
    );
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${response.status}: ${text}`);
    }
    return JSON.parse(text);
  }

  /** Runs a template to its end; everything that the scaffolder tells of it. */
  async function runTemplate(
    name: string,
    values: JsonObject,
    secrets: Record<string, string> = {},
  ) {
    const { id } = await api('/tasks', {
      templateRef: `template:default/${name}`,
      values: {
        entityRef: 'component:default/observer',
        cluster: 'sandbox',
        namespace: 'observer-prod',
        name: 'observer-secrets',
        repository: `${forge.url}/acme/deployment/tree/main/${FOLDER}`,
        ...values,
      },
      secrets,
    });
    for (;;) {
      const task = await api(`/tasks/${id}`);
      if (task.status === 'completed' || task.status === 'failed') {
        const events: Array<{ body: { output?: JsonObject } }> = await api(
          `/tasks/${id}/events`,
        );
        const output = events.map(({ body }) => body.output).find(Boolean);
        return {
          status: task.status,
          told: JSON.stringify([task, events]),
          output: output as {
            links: Array<{ title: string; url?: string }>;
            text: Array<{ title: string; content: string }>;
          },
        };
      }
      await new Promise(done => setTimeout(done, 100));
    }
  }

  function merge(branch: string): void {
    git('-C', bare, 'update-ref', 'refs/heads/main', `refs/heads/${branch}`);
  }

  function branches(): string[] {
    return git(
      '-C',
      bare,
      'branch',
      '--list',
      'safekeep/*',
      '--format=%(refname:short)',
    )
      .trim()
      .split('\n')
      .filter(Boolean);
  }

  async function everythingKept(): Promise<string> {
    const tables = await knex('sqlite_master')
      .where({ type: 'table' })
      .pluck('name');
    const rows = [];
    for (const table of tables) {
      rows.push(await knex(table).select());
    }
    return JSON.stringify([
      rows,
      log,
      directory.content({ path: 'workspaces' }),
      branches().map(branch => git('-C', bare, 'log', '-p', `main..${branch}`)),
    ]);
  }

  it('seal, merge, rotate; a typed value is nowhere but in its ciphertext', async () => {
    const kept: string[] = [];
    const sealValues = {
      path: 'secrets/observer-secrets.yaml',
      keys: ['KIS_APP_KEY', 'KIS_APP_SECRET'],
      given: ['KIS_APP_KEY'],
    };
    const sealed = await runTemplate('seal-secret', sealValues, {
      KIS_APP_KEY: CANARY,
    });
    expect(sealed.told).toContain('"status":"completed"');
    expect(sealed.output.links).toEqual([
      {
        title: 'Pull request 1',
        icon: 'git',
        url: expect.stringMatching(/\/acme\/deployment\/pull\/1$/),
      },
      expect.objectContaining({ entityRef: 'component:default/observer' }),
    ]);
    expect(sealed.output.text.map(({ title }) => title)).toEqual([
      'What happens next',
      'Before you merge',
    ]);
    expect(sealed.output.text[0].content).toContain(
      'it holds ciphertext and the lines that are deleted.',
    );
    expect(sealed.output.text[1].content).toMatch(
      /^- The history of the repository still holds the plain values/,
    );
    kept.push(sealed.told, await everythingKept());
    expect(certificateRequests).toEqual([
      expect.stringMatching(
        /^\/v1\/clusters\/sandbox\/sealing-certificate Bearer /,
      ),
    ]);
    const [branch] = branches();
    expect(
      git('-C', bare, 'diff', '--name-status', '--no-renames', 'main', branch),
    ).toBe(
      [
        `M\t${FOLDER}/deployments/observer.yaml`,
        `M\t${FOLDER}/kustomization.yaml`,
        `A\t${FOLDER}/sealed-secrets/observer-sealed-secrets.yaml`,
        `D\t${FOLDER}/secrets/observer-secrets.yaml`,
        '',
      ].join('\n'),
    );

    const again = await runTemplate('seal-secret', sealValues, {
      KIS_APP_KEY: CANARY,
    });
    expect(again.output.text.map(({ title }) => title)).toContain(
      'It was proposed already',
    );
    expect(again.output.links[0]).toEqual(sealed.output.links[0]);
    expect(branches()).toEqual([branch]);
    kept.push(again.told);

    merge(branch);
    const rotated = await runTemplate(
      'rotate-secret',
      {
        keys: ['POSTGRES_PASSWORD', 'KIS_APP_SECRET'],
        given: ['KIS_APP_SECRET'],
      },
      { KIS_APP_SECRET: CANARY },
    );
    expect(rotated.told).toContain('"status":"completed"');
    expect(rotated.output.text[0].content).toContain('DB_PASSWORD');
    expect(rotated.output.text[1].content).toContain('ALTER ROLE');
    kept.push(rotated.told, await everythingKept());
    const rotation = branches().find(name => name.includes('rotate'))!;
    const { encryptedData } = parse(
      git(
        '-C',
        bare,
        'show',
        `${rotation}:${FOLDER}/sealed-secrets/observer-sealed-secrets.yaml`,
      ),
    ).spec;
    const open = (key: string) =>
      unseal(
        encryptedData[key],
        keys,
        'observer-prod/observer-secrets',
      ).toString();
    expect(open('KIS_APP_KEY')).toBe(CANARY);
    expect(open('KIS_APP_SECRET')).toBe(CANARY);
    const generated = open('POSTGRES_PASSWORD');
    expect(open('DB_PASSWORD')).toBe(generated);

    // What was looked through is not empty, and looking finds things.
    expect(log.join('\n')).toContain('Made sealed-secrets/');
    expect(kept.at(-1)).toContain(encryptedData.KIS_APP_KEY);
    expect(kept.at(-1)).toContain('template:default/rotate-secret');
    for (const value of [CANARY, generated]) {
      expect(findEncodings(value, kept.join('\n'))).toEqual([]);
    }
  });

  it('makes a template of what contains a password, and goes back to an earlier commit', async () => {
    const sealedFile = (ref: string) =>
      parse(
        git(
          '-C',
          bare,
          'show',
          `${ref}:${FOLDER}/sealed-secrets/observer-sealed-secrets.yaml`,
        ),
      ).spec;
    const before = sealedFile('main');
    const commit = git('-C', bare, 'rev-parse', 'main').trim();
    const url = 'https://kis:{{ .DB_PASSWORD }}@kis.example.com';
    const rotated = await runTemplate('rotate-secret', {
      keys: ['DB_PASSWORD'],
      making: {
        alphabet: 'hex',
        length: 40,
        compose: { KIS_APP_KEY: url },
        evenIfStale: false,
        undecided: [],
      },
    });
    expect(rotated.told).toContain('"status":"completed"');
    const [branch] = branches().filter(
      name => sealedFile(name).template.data !== undefined,
    );
    const composed = sealedFile(branch);
    expect(composed.template.data).toEqual({ KIS_APP_KEY: url });
    const { DB_PASSWORD: ciphertext } = composed.encryptedData;
    expect(
      unseal(ciphertext, keys, 'observer-prod/observer-secrets').toString(),
    ).toMatch(/^[0-9a-f]{40}$/);

    merge(branch);
    // The commit takes the place of the branch in the folder's address.
    const restored = await runTemplate('roll-back-secret', {
      step: 'restore',
      keys: ['DB_PASSWORD'],
      commit,
    });
    expect(restored.told).toContain('"status":"completed"');
    const back = branches().find(name => name.includes('restore'))!;
    expect(sealedFile(back).encryptedData.DB_PASSWORD).toBe(
      before.encryptedData.DB_PASSWORD,
    );
    const detached = await runTemplate('roll-back-secret', { step: 'detach' });
    expect(detached.told).toContain('"status":"completed"');
    const removed = await runTemplate('roll-back-secret', { step: 'remove' });
    expect(removed.told).toContain('Detach it first');
    merge(branches().find(name => name.includes('detach'))!);
    const gone = await runTemplate('roll-back-secret', { step: 'remove' });
    expect(gone.told).toContain('"status":"completed"');
    expect(gone.output.text[1].content).toMatch(/must print nothing/);
  });

  it('tells a failure without the value', async () => {
    for (const values of [
      { name: 'Not A Name', keys: ['A'], given: ['A'] },
      { path: '../../etc/passwd', keys: ['A'], given: ['A'] },
      {
        repository: `${forge.url}/other/x/tree/main`,
        keys: ['A'],
        given: ['A'],
      },
    ]) {
      const failed = await runTemplate('seal-secret', values, {
        A: CANARY,
      }).catch(error => ({ status: 'refused', told: String(error) }));
      expect(['failed', 'refused']).toContain(failed.status);
      expect(findEncodings(CANARY, failed.told)).toEqual([]);
    }
    expect(findEncodings(CANARY, await everythingKept())).toEqual([]);
  });
});
