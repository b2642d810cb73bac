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
import { symlinkSync } from 'node:fs';
import { findEncodings } from '../__testUtils__/encodingsOf';
import { flatContent, runAction } from '../__testUtils__/runAction';
import { fillWithSealedObserver } from '../__testUtils__/sealedObserver';
import { createWriteGuideAction } from './createWriteGuideAction';

const README = 'sealed-secrets/README.md';

describe('safekeep:sealed-secrets:guide', () => {
  const keys = createSealingKeyPair();
  const workspace = createMockDirectory();
  const action = createWriteGuideAction();

  beforeEach(() => fillWithSealedObserver(workspace, keys));

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

  it('writes beside the SealedSecrets, and comes to the same when it is run again', async () => {
    const before = flatContent(workspace);
    const first = await run();
    expect(first.error).toBeUndefined();
    expect(first.outputs).toMatchObject({
      path: README,
      changes: [{ path: README, action: 'create' }],
      branch: expect.stringMatching(
        /^safekeep\/guide-sealed-secrets-[0-9a-f]{10}$/,
      ),
    });
    const after = flatContent(workspace);
    expect(after).toEqual({ ...before, [README]: expect.any(String) });
    expect(
      findEncodings(
        'canary-hunter2',
        JSON.stringify([first.outputs, first.log, after[README]]),
      ),
    ).toEqual([]);

    const again = await run({}, { checkpoints: first.checkpoints });
    expect(again.outputs).toEqual(first.outputs);
    // Merged, and asked for once more: there is nothing to do.
    const later = await run();
    expect(later.outputs.changes).toEqual([]);
    expect(later.log.join()).toContain('Nothing to do');
    expect(flatContent(workspace)).toEqual(after);
  });

  it('keeps what else a README holds', async () => {
    const mine = '# Ours\r\n\r\nCall **the platform team** first.';
    workspace.addContent({ [README]: mine });
    const { outputs } = await run({ language: 'ko' });
    expect(outputs.changes).toEqual([
      { path: README, action: 'update', base: expect.any(String) },
    ]);
    const text = flatContent(workspace)[README];
    expect(text.startsWith(mine)).toBe(true);
    expect(text).not.toMatch(/[^\r]\n/);
    expect(text).toContain('개인 키');
  });

  it.each(
    (
      [
        ['a path that leaves', { path: '../README.md' }, 'is not inside'],
        ['a path through a symlink', { path: 'linked/x.md' }, 'symlink'],
        ['a name that is none', { controllerName: 'a b' }, 'cannot be the'],
      ] as Array<[string, JsonObject, string]>
    ).map(([what, input, message]) => ({ what, input, message })),
  )('changes nothing for $what', async ({ input, message }) => {
    symlinkSync('/tmp', workspace.resolve('linked'));
    const before = flatContent(workspace);
    const { error, outputs } = await run(input);
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(outputs).toEqual({});
    expect(flatContent(workspace)).toEqual(before);
  });

  it('does not take a README that it cannot read for none', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41]);
    workspace.addContent({ [README]: bytes });
    const { error } = await run();
    expect(error?.message).toContain(README);
    expect(flatContent(workspace)[README]).toBe(bytes.toString('utf8'));
  });
});
