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

import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { locationEntityV1alpha1Validator } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { createEditSecretAction } from './actions/createEditSecretAction';
import { createGitopsPullRequestAction } from './actions/createGitopsPullRequestAction';
import { createInstallControllerAction } from './actions/createInstallControllerAction';
import { createMigratePostgresAction } from './actions/createMigratePostgresAction';
import { createPostgresAction } from './actions/createPostgresAction';
import { createReencryptSecretsAction } from './actions/createReencryptSecretsAction';
import { createRollBackPostgresAction } from './actions/createRollBackPostgresAction';
import { createRollBackSecretAction } from './actions/createRollBackSecretAction';
import { createRotateDatabasePasswordAction } from './actions/createRotateDatabasePasswordAction';
import { createRotateSecretAction } from './actions/createRotateSecretAction';
import { createSealSecretAction } from './actions/createSealSecretAction';
import { createWriteGuideAction } from './actions/createWriteGuideAction';

const FOLDER = resolve(__dirname, '../../../templates');

function read(path: string) {
  return parse(readFileSync(resolve(FOLDER, path), 'utf8'));
}

const actions = [
  createSealSecretAction({}),
  createRotateSecretAction({}),
  createRotateDatabasePasswordAction({}),
  createEditSecretAction(),
  createRollBackSecretAction(),
  createInstallControllerAction(),
  createWriteGuideAction(),
  createPostgresAction({}),
  createMigratePostgresAction(),
  createRollBackPostgresAction(),
  createReencryptSecretsAction({}),
  createGitopsPullRequestAction({} as never),
];

/** Every `${{ … }}` below a value, as what it reads. */
function readsOf(value: unknown): string[] {
  return [
    ...JSON.stringify(value).matchAll(
      /\b(parameters\.\w+|steps\.\w+\.output\.\w+)/g,
    ),
  ].map(([path]) => path);
}

describe('templates', () => {
  it('are all listed by the Location', async () => {
    const location = read('all.yaml');
    expect(await locationEntityV1alpha1Validator.check(location)).toBe(true);
    expect(location.spec.targets).toEqual([
      './seal-secret/template.yaml',
      './rotate-secret/template.yaml',
      './rotate-database-password/template.yaml',
      './edit-secret-keys/template.yaml',
      './roll-back-secret/template.yaml',
      './re-encrypt-secrets/template.yaml',
      './install-sealed-secrets/template.yaml',
      './write-secrets-guide/template.yaml',
      './create-postgres/template.yaml',
      './migrate-postgres/template.yaml',
      './roll-back-postgres/template.yaml',
    ]);
  });

  /** What a card hands over, and what the fields of a form read. */
  const FIELDS: Record<string, { all: string[]; required: string[] }> = {
    ...Object.fromEntries(
      ['seal-secret', 'rotate-secret'].map(name => [
        name,
        {
          all: [
            'entityRef',
            'cluster',
            'namespace',
            'name',
            'repository',
            'path',
            'keys',
            'given',
            ...(name === 'seal-secret' ? ['scope'] : []),
            ...(name === 'rotate-secret' ? ['making'] : []),
          ],
          required: [
            'entityRef',
            'cluster',
            'namespace',
            'name',
            'repository',
            'keys',
          ],
        },
      ]),
    ),
    'rotate-database-password': {
      all: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'path',
        'keys',
        'role',
        'database',
        'strategy',
        'step',
      ],
      required: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'keys',
        'strategy',
      ],
    },
    'edit-secret-keys': {
      all: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'path',
        'edits',
        'updateReferences',
        'evenIfRead',
      ],
      required: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'edits',
      ],
    },
    'roll-back-secret': {
      all: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'path',
        'step',
        'keys',
        'commit',
      ],
      required: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'step',
      ],
    },
    're-encrypt-secrets': {
      all: ['entityRef', 'cluster', 'repository', 'namespace', 'name', 'path'],
      required: ['entityRef', 'cluster', 'repository'],
    },
    'write-secrets-guide': {
      all: [
        'entityRef',
        'repository',
        'language',
        'controllerName',
        'controllerNamespace',
        'namespace',
        'path',
      ],
      required: ['entityRef', 'repository'],
    },
    'create-postgres': {
      all: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'image',
        'role',
        'database',
        'storageClass',
        'storage',
        'memory',
        'backupSchedule',
        'backupKeepDays',
        'backupStorage',
        'monitoring',
        'prometheusRelease',
      ],
      required: [
        'entityRef',
        'cluster',
        'namespace',
        'name',
        'repository',
        'image',
        'role',
        'storageClass',
        'storage',
      ],
    },
    'migrate-postgres': {
      all: [
        'entityRef',
        'cluster',
        'namespace',
        'database',
        'repository',
        'folder',
        'option',
        'way',
        'backup',
        'newStorage',
        'newStorageClass',
        'newImage',
        'stage',
        'releasedLock',
        'monitoring',
        'prometheusRelease',
      ],
      required: [
        'entityRef',
        'cluster',
        'namespace',
        'database',
        'repository',
        'option',
        'stage',
      ],
    },
    'roll-back-postgres': {
      all: [
        'entityRef',
        'cluster',
        'namespace',
        'database',
        'repository',
        'folder',
        'acceptLostWrites',
        'commit',
      ],
      required: [
        'entityRef',
        'cluster',
        'namespace',
        'database',
        'repository',
        'acceptLostWrites',
      ],
    },
    'install-sealed-secrets': {
      all: [
        'cluster',
        'repository',
        'entityRef',
        'form',
        'version',
        'controllerName',
        'controllerNamespace',
      ],
      required: ['cluster', 'repository'],
    },
  };

  describe.each(Object.keys(FIELDS))('%s', name => {
    const template = read(`${name}/template.yaml`);
    const pages: Array<{
      required?: string[];
      properties: JsonObject;
      dependencies?: Record<string, { oneOf: { properties: JsonObject }[] }>;
    }> = template.spec.parameters;
    const parameters: Record<string, JsonObject> = Object.assign(
      {},
      // What a choice brings with it, and the choice itself.
      ...pages.flatMap(({ dependencies = {}, properties }) => [
        properties,
        ...Object.values(dependencies).flatMap(({ oneOf }) =>
          oneOf.map(branch => branch.properties),
        ),
        properties,
      ]),
    );

    it('is a template that the catalog takes', async () => {
      await expect(
        templateEntityV1beta3Validator.check(template),
      ).resolves.toBe(true);
      expect(template.metadata.name).toBe(name);
    });

    it('asks in at most three steps, in plain words', () => {
      expect(pages.length).toBeLessThanOrEqual(3);
      const { all, required: needed } = FIELDS[name];
      expect(Object.keys(parameters)).toEqual(all);
      expect(pages.flatMap(({ required }) => required ?? [])).toEqual(needed);
      expect(parameters.keys?.['ui:field']).toBe(
        all.includes('keys') ? 'SafekeepSecretKeys' : undefined,
      );
      expect(parameters.given?.['ui:field']).toBe(
        all.includes('given') ? 'SafekeepSecretValues' : undefined,
      );
      for (const property of Object.values(parameters)) {
        expect(property.title).toEqual(expect.stringMatching(/^[A-Z]/));
      }
    });

    it('gives each step what its action takes, and reads what there is', () => {
      const outputs = new Map<string, string[]>();
      for (const step of template.spec.steps) {
        for (const path of readsOf(step.input)) {
          const [kind, id, , output] = path.split('.');
          expect(
            kind === 'parameters'
              ? Object.keys(parameters)
              : outputs.get(id) ?? [],
          ).toContain(kind === 'parameters' ? id : output);
        }
        if (step.action === 'fetch:plain') {
          continue;
        }
        const action = actions.find(({ id }) => id === step.action);
        expect(Object.keys(action?.schema?.input?.properties ?? {})).toEqual(
          expect.arrayContaining(Object.keys(step.input)),
        );
        expect(Object.keys(step.input)).toEqual(
          expect.arrayContaining(
            (action?.schema?.input?.required as string[]) ?? [],
          ),
        );
        outputs.set(
          step.id,
          Object.keys(action?.schema?.output?.properties ?? {}),
        );
      }
      for (const path of readsOf(template.spec.output)) {
        const [kind, id, , output] = path.split('.');
        expect(
          kind === 'parameters' ? Object.keys(parameters) : outputs.get(id),
        ).toContain(kind === 'parameters' ? id : output);
      }
    });

    it('has no parameter that could hold a value', () => {
      expect(JSON.stringify(template)).not.toMatch(/secrets\.|ui:widget/);
    });
  });
});
