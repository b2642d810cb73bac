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
import { JsonObject } from '@backstage/types';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { createInstallControllerAction } from './createInstallControllerAction';

const FILES = {
  'kustomization.yaml': 'resources:\n  - dns.yaml\n',
  'dns.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dns\n',
};

describe('safekeep:sealed-secrets:install', () => {
  const workspace = createMockDirectory();
  const action = createInstallControllerAction();

  beforeEach(() => workspace.setContent(FILES));

  function run(
    input: JsonObject = {},
    options: Partial<Parameters<typeof runAction>[1]> = {},
  ) {
    return runAction(action, {
      workspacePath: workspace.path,
      input,
      ...options,
    });
  }

  it('writes, tells the names, and finds the same when it is run again', async () => {
    const first = await run({ form: 'auto', controllerName: '', path: '' });
    expect(first.error).toBeUndefined();
    expect(first.outputs).toMatchObject({
      path: 'sealed-secrets-controller.yaml',
      form: 'manifests',
      version: '0.40.0',
      controllerName: 'sealed-secrets-controller',
      controllerNamespace: 'kube-system',
      isUpgrade: false,
      branch: expect.stringMatching(
        /^safekeep\/install-sealed-secrets-controller-[0-9a-f]{10}$/,
      ),
      changes: [
        {
          path: 'kustomization.yaml',
          action: 'update',
          base: expect.any(String),
        },
        { path: 'sealed-secrets-controller.yaml', action: 'create' },
      ],
    });
    const after = flatContent(workspace);

    // The task runs again on a workspace that was kept.
    workspace.setContent({ ...after, ...FILES });
    const again = await run({}, { checkpoints: first.checkpoints });
    expect(again.outputs).toEqual(first.outputs);
    expect(flatContent(workspace)).toEqual(after);

    // Merged, and asked for once more: there is nothing to do.
    const later = await run();
    expect(later.outputs).toMatchObject({ changes: [], isUpgrade: true });
    expect(later.log.join()).toContain('Nothing to do');
    expect(flatContent(workspace)).toEqual(after);
  });

  it('upgrades in place, and warns in the log too', async () => {
    await run({ version: '0.36.6' });
    const old = flatContent(workspace)['sealed-secrets-controller.yaml'];
    const { outputs, log } = await run({ version: '0.39.1' });
    expect(outputs).toMatchObject({
      isUpgrade: true,
      branch: expect.stringContaining('safekeep/upgrade-'),
    });
    expect(log.join()).toContain('#2049');
    expect(flatContent(workspace)['sealed-secrets-controller.yaml']).toBe(
      old.replace(':0.36.6', ':0.39.1'),
    );
  });

  it.each(
    (
      [
        ['a version that is none', { version: 'latest' }, 'is not a version'],
        ['a name that is none', { controllerName: 'A b' }, 'cannot be the'],
        ['a namespace that is none', { namespaces: ['a/b'] }, 'is no name of'],
        ['a path that leaves', { path: '../x.yaml' }, 'is not inside'],
        ['a file that is there', { path: 'dns.yaml' }, 'give another path'],
      ] as Array<[string, JsonObject, string]>
    ).map(([what, input, message]) => ({ what, input, message })),
  )('changes nothing for $what', async ({ input, message }) => {
    const { error, outputs } = await run(input);
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(FILES);
  });
});
