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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { ConfigReader } from '@backstage/config';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  createSealingKeyPair,
  observerFiles,
  TestForge,
} from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  addDatabaseService,
  fillWithRotatedObserver,
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { TestController } from '../__testUtils__/testController';
import { createEditSecretAction } from './createEditSecretAction';
import { createGitopsPullRequestAction } from './createGitopsPullRequestAction';
import { createInstallControllerAction } from './createInstallControllerAction';
import { createPostgresAction } from './createPostgresAction';
import { createReencryptSecretsAction } from './createReencryptSecretsAction';
import { createRollBackSecretAction } from './createRollBackSecretAction';
import { createRotateDatabasePasswordAction } from './createRotateDatabasePasswordAction';
import { createRotateSecretAction } from './createRotateSecretAction';
import { createSealSecretAction } from './createSealSecretAction';
import { createValidateSecretsAction } from './createValidateSecretsAction';
import { createWriteGuideAction } from './createWriteGuideAction';

const keys = createSealingKeyPair();
const sealing = {
  certificates: { getCertificate: async () => keys.certificate },
  now: () => new Date('2026-03-01T12:00:00Z'),
};

/** A step of an example; each example is one. */
function stepOf(example: string): {
  id: string;
  action: string;
  input: JsonObject;
} {
  const { steps } = parse(example);
  expect(steps).toHaveLength(1);
  return steps[0];
}

/** The input with its `${{ … }}` looked up, as far as examples use them. */
function fillIn(input: JsonObject, values: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(input), (_, value: JsonValue) => {
    const [, path] =
      (typeof value === 'string' && /^\$\{\{ (.*) \}\}$/.exec(value)) || [];
    if (!path) {
      return value;
    }
    const found = path
      .split('.')
      .reduce<JsonValue | undefined>(
        (parent, name) => (parent as JsonObject | undefined)?.[name],
        values,
      );
    if (found === undefined) {
      throw new Error(`The example reads ${path}, which nothing gives`);
    }
    return found;
  });
}

describe('every documented example works', () => {
  const workspace = createMockDirectory();

  it.each(createSealSecretAction({}).examples!)(
    'safekeep:secret:seal: $description',
    async ({ example }) => {
      workspace.setContent({
        ...Object.fromEntries(observerFiles()),
        'sealed-secrets/certificate.pem': keys.certificate,
        'build/keystore.jks': 'bytes',
      });
      const before = flatContent(workspace);
      const action = createSealSecretAction(sealing);
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
        secrets: { API_TOKEN: 'typed' },
      });

      expect(error).toBeUndefined();
      const after = flatContent(workspace);
      expect(after[String(outputs.path)]).toContain('kind: SealedSecret');
      expect(after).not.toEqual(before);
      expect('secrets/observer-secrets.yaml' in after).toBe(
        step.input.removePlain === false ||
          Boolean(step.input.keys ?? step.input.files),
      );
    },
  );

  it.each(createEditSecretAction().examples!)(
    'safekeep:secret:edit: $description',
    async ({ example }) => {
      await fillWithSealedObserver(workspace, keys);
      const action = createEditSecretAction();
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
      });

      expect(error).toBeUndefined();
      const { remove = [], rename = {} } = step.input as {
        remove?: string[];
        rename?: Record<string, string>;
      };
      expect(outputs.keys).toEqual(
        expect.arrayContaining(Object.values(rename)),
      );
      for (const key of remove) {
        expect(outputs.keys).not.toContain(key);
      }
      expect(outputs.restartedWorkloads).toHaveLength(
        step.input.restartConsumers === false ? 0 : 1,
      );
    },
  );

  it.each(createValidateSecretsAction({}).examples!)(
    'safekeep:secret:validate: $description',
    async ({ example }) => {
      await fillWithSealedObserver(workspace, keys);
      const action = createValidateSecretsAction(sealing);
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
      });

      expect(error).toBeUndefined();
      expect(outputs).toEqual({ checked: 1, warnings: [] });
    },
  );

  it.each(createRotateSecretAction({}).examples!)(
    'safekeep:secret:rotate: $description',
    async ({ example }) => {
      await fillWithSealedObserver(workspace, keys);
      writeFileSync(
        workspace.resolve('sealed-secrets/certificate.pem'),
        keys.certificate,
      );
      const action = createRotateSecretAction(sealing);
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
        secrets: { KIS_APP_KEY: 'typed' },
      });

      expect(error).toBeUndefined();
      expect(outputs.keys).toEqual(
        expect.arrayContaining(step.input.keys as string[]),
      );
      expect(outputs.restartedWorkloads).toHaveLength(
        step.input.restartConsumers === false ? 0 : 1,
      );
    },
  );

  it.each(createRollBackSecretAction().examples!)(
    'safekeep:secret:roll-back: $description',
    async ({ example }) => {
      await fillWithRotatedObserver(workspace, keys);
      const action = createRollBackSecretAction(sealing);
      const step = stepOf(example);
      expect(step.action).toBe(action.id);
      const run = (input: JsonObject) =>
        runAction(action, { workspacePath: workspace.path, input });
      const { namespace, name } = step.input;
      if (step.input.step === 'remove') {
        await run({ namespace, name, step: 'detach' });
      }
      const before = flatContent(workspace);

      const { outputs, error } = await run(step.input);

      expect(error).toBeUndefined();
      const after = flatContent(workspace);
      const isRestored = step.input.step === 'restore';
      const asked = (step.input.keys ?? []) as string[];
      expect(
        asked.filter(key => !(outputs.keys as string[]).includes(key)),
      ).toEqual([]);
      expect(SEALED_PATH in after).toBe(step.input.step !== 'remove');
      expect(after[SEALED_PATH]).not.toBe(before[SEALED_PATH]);
      expect(outputs.restartedWorkloads).toHaveLength(
        isRestored && step.input.restartConsumers !== false ? 1 : 0,
      );
    },
  );

  it('safekeep:database-password:rotate: all of them, one after the other', async () => {
    await fillWithSealedObserver(workspace, keys);
    addDatabaseService(workspace);
    writeFileSync(
      workspace.resolve('sealed-secrets/certificate.pem'),
      keys.certificate,
    );
    const action = createRotateDatabasePasswordAction(sealing);
    for (const { example } of action.examples!) {
      const step = stepOf(example);
      expect(step.action).toBe(action.id);
      const before = flatContent(workspace);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
        secrets: { DB_PASSWORD: 'typed' },
      });

      expect(error).toBeUndefined();
      expect(outputs.keys).toEqual(
        expect.arrayContaining(step.input.keys as string[]),
      );
      expect(outputs.database).toBe('deployment/postgres');
      expect('job' in outputs).toBe(step.input.step !== 'switch');
      expect(flatContent(workspace)).not.toEqual(before);
    }
  });

  it.each(createReencryptSecretsAction({}).examples!)(
    'safekeep:secret:re-encrypt: $description',
    async ({ example }) => {
      await fillWithSealedObserver(workspace, keys);
      const action = createReencryptSecretsAction({
        reencryption: new TestController(createSealingKeyPair(), keys),
        now: sealing.now,
      });
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
      });

      expect(error).toBeUndefined();
      expect(outputs.secrets).toEqual(['observer-prod/observer-secrets']);
      expect(outputs.changes).toHaveLength(1);
    },
  );

  it.each(createInstallControllerAction().examples!)(
    'safekeep:sealed-secrets:install: $description',
    async ({ example }) => {
      workspace.setContent(Object.fromEntries(observerFiles()));
      const action = createInstallControllerAction();
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
      });

      expect(error).toBeUndefined();
      expect(outputs).toMatchObject({
        form: step.input.form ?? 'manifests',
        controllerName:
          step.input.controllerName ?? 'sealed-secrets-controller',
      });
      expect(flatContent(workspace)[String(outputs.path)]).toContain(
        String(outputs.controllerName),
      );
    },
  );

  it.each(createPostgresAction({}).examples!)(
    'safekeep:postgres:create: $description',
    async ({ example }) => {
      workspace.setContent({
        ...Object.fromEntries(observerFiles()),
        'sealed-secrets/certificate.pem': keys.certificate,
      });
      const action = createPostgresAction(sealing);
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
      });

      expect(error).toBeUndefined();
      const after = flatContent(workspace);
      expect(after[String(outputs.path)]).toContain('kind: StatefulSet');
      expect(outputs.secrets).toHaveLength(step.input.monitoring ? 3 : 2);
    },
  );

  it.each(createWriteGuideAction().examples!)(
    'safekeep:sealed-secrets:guide: $description',
    async ({ example }) => {
      await fillWithSealedObserver(workspace, keys);
      const action = createWriteGuideAction();
      const step = stepOf(example);
      expect(step.action).toBe(action.id);

      const { outputs, error } = await runAction(action, {
        workspacePath: workspace.path,
        input: step.input,
      });

      expect(error).toBeUndefined();
      expect(outputs.path).toBe(step.input.path ?? 'sealed-secrets/README.md');
      expect(flatContent(workspace)[String(outputs.path)]).toContain(
        `--controller-name ${
          step.input.controllerName ?? 'sealed-secrets-controller'
        } `,
      );
    },
  );

  describe('safekeep:gitops:pull-request', () => {
    let forge: TestForge;
    afterEach(async () => {
      jest.restoreAllMocks();
      await forge.stop();
    });

    it.each(createGitopsPullRequestAction({} as never).examples!)(
      '$description',
      async ({ example }) => {
        const step = stepOf(example);
        const isRotation = example.includes('steps.rotate');
        if (isRotation) {
          await fillWithSealedObserver(workspace, keys);
        } else {
          workspace.setContent(Object.fromEntries(observerFiles()));
        }
        forge = await TestForge.start(
          Object.fromEntries(
            Object.entries(flatContent(workspace)).map(([path, text]) => [
              `infra/k8s/base/${path}`,
              text,
            ]),
          ),
        );
        // The example names github.com; what would go there comes here.
        const realFetch = global.fetch;
        jest
          .spyOn(global, 'fetch')
          .mockImplementation((url, init) =>
            realFetch(
              String(url)
                .replace(
                  'https://api.github.com/',
                  `http://${forge.host}/api/v3/`,
                )
                .replace('https://github.com/', `http://${forge.host}/`),
              init,
            ),
          );

        const earlier: TemplateAction<JsonObject> = (
          isRotation
            ? createRotateSecretAction(sealing)
            : createSealSecretAction(sealing)
        ) as never;
        const change = await runAction(earlier, {
          workspacePath: workspace.path,
          input: {
            cluster: 'production',
            namespace: 'observer-prod',
            name: 'observer-secrets',
            ...(isRotation && { keys: ['DB_PASSWORD'] }),
          },
        });
        expect(change.error).toBeUndefined();

        const action = createGitopsPullRequestAction({
          integrations: ScmIntegrations.fromConfig(
            new ConfigReader({
              integrations: {
                github: [{ host: 'github.com', token: forge.token }],
              },
            }),
          ),
          allowedRepositories: ['https://github.com/acme'],
        });
        expect(step.action).toBe(action.id);
        const { outputs, error } = await runAction(action, {
          workspacePath: workspace.path,
          input: fillIn(step.input, {
            parameters: {
              repository:
                'https://github.com/acme/deployment/tree/main/infra/k8s/base',
              entityRef: 'component:default/observer',
            },
            steps: {
              [isRotation ? 'rotate' : 'seal']: { output: change.outputs },
            },
          }),
        });

        expect(error).toBeUndefined();
        expect(outputs).toMatchObject({ number: 1, created: true });
        expect(forge.pulls).toHaveLength(1);
      },
    );
  });
});
