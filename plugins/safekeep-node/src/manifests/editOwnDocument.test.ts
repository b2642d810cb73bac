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

import { InputError } from '@backstage/errors';
import { editOwnDocument } from './editOwnDocument';

const SECRET = { path: 'all.yaml', namespace: 'shop', name: 'db' };

function sealedSecret(name: string, more = ''): string {
  return `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: ${name}\nspec:\n  encryptedData: {}\n${more}`;
}

describe('editOwnDocument', () => {
  it('gives the edit the one document and puts its text back in place', () => {
    const own = `---\n${sealedSecret('db', '# its end\n')}`;
    const file = `# first\n${sealedSecret('db-other')}${own}---\nkind: [\n`;
    const edit = jest.fn((text: string) => ({
      text: text.replace('{}', '{KEY: x}'),
      seen: text,
    }));

    expect(editOwnDocument(file, SECRET, edit)).toEqual({
      text: file.replace(own, own.replace('{}', '{KEY: x}')),
      seen: own,
    });
    expect(edit).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['that is there twice', sealedSecret('db')],
    ['whose name is written with escapes', sealedSecret('"\\x64b"')],
  ])('leaves a SealedSecret %s to the edit of the whole file', (_, other) => {
    const file = `${sealedSecret('db')}---\n${other}`;
    const edit = jest.fn((text: string) => ({ text }));

    editOwnDocument(file, SECRET, edit);

    expect(edit.mock.calls).toEqual([[file]]);
  });

  it('asks the whole file why something is refused', () => {
    const file = `${sealedSecret('other')}---\n${sealedSecret('db')}`;
    const edit = (text: string) => {
      throw new InputError(`line ${text.split('\n').length}`);
    };

    expect(() => editOwnDocument(file, SECRET, edit)).toThrow(
      `line ${file.split('\n').length}`,
    );
  });
});
