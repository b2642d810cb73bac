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
import { createSealingKeyPair } from '@safekeep/backstage-plugin-safekeep-node/testUtils';
import { flatContent, runAction } from '../__testUtils__/runAction';
import {
  fillWithSealedObserver,
  SEALED_PATH,
} from '../__testUtils__/sealedObserver';
import { createValidateSecretsAction } from './createValidateSecretsAction';

describe('safekeep:secret:validate', () => {
  const keys = createSealingKeyPair();
  const other = createSealingKeyPair();
  const workspace = createMockDirectory();

  beforeEach(() => fillWithSealedObserver(workspace, keys));

  function run(input: JsonObject = {}) {
    return runAction(
      createValidateSecretsAction({
        certificates: {
          getCertificate: async ({ cluster }) =>
            cluster === 'elsewhere' ? other.certificate : keys.certificate,
        },
        now: () => new Date('2026-03-01T12:00:00Z'),
      }),
      { workspacePath: workspace.path, input },
    );
  }

  it('finds nothing in what was sealed, and changes nothing', async () => {
    const before = flatContent(workspace);
    for (const input of [{}, { cluster: 'production' }]) {
      const { outputs, error } = await run(input);
      expect(error).toBeUndefined();
      expect(outputs).toEqual({ checked: 1, warnings: [] });
    }
    expect(flatContent(workspace)).toEqual(before);
  });

  it('warns of another cluster’s certificate', async () => {
    const { outputs, log } = await run({ cluster: 'elsewhere' });
    expect(outputs.warnings).toEqual([
      expect.stringContaining('sealed with another certificate'),
    ]);
    expect(log.join('\n')).toContain('sealed with another certificate');
  });

  it('fails with all that would not work, and repeats no value', async () => {
    const text = flatContent(workspace)[SEALED_PATH];
    workspace.addContent({
      [SEALED_PATH]: text.replace(
        /^ {4}DB_PASSWORD: .*/m,
        '    DB_PASSWORD: canary-hunter2',
      ),

      'broken.yaml': 'kind: SealedSecret\n\tname: canary-hunter2\n',
    });
    const { error, outputs, log } = await run();
    expect(error).toMatchObject({ name: 'InputError' });
    expect(error?.message).toContain(`- ${SEALED_PATH}, line `);
    expect(error?.message).toContain('key DB_PASSWORD');
    expect(error?.message).toContain('- broken.yaml is not valid YAML');
    expect(outputs).toEqual({});
    expect([error?.stack, ...log].join('\n')).not.toContain('hunter2');
  });
});
