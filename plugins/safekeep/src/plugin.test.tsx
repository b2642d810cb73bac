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

import { createExtensionTester } from '@backstage/frontend-test-utils';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import {
  keyEditsFormField,
  secretKeysFormField,
  secretValuesFormField,
} from './fields/formFields';
import { safekeepPlugin } from './plugin';

describe('safekeepPlugin', () => {
  it('brings the form fields along', async () => {
    async function fieldOf(id: string) {
      const tester = createExtensionTester(
        safekeepPlugin.getExtension(
          id as 'scaffolder-form-field:safekeep/secret-keys',
        ),
      );
      return tester.get(FormFieldBlueprint.dataRefs.formFieldLoader)();
    }
    expect(await fieldOf('scaffolder-form-field:safekeep/secret-keys')).toBe(
      secretKeysFormField,
    );
    expect(await fieldOf('scaffolder-form-field:safekeep/secret-values')).toBe(
      secretValuesFormField,
    );
    expect(await fieldOf('scaffolder-form-field:safekeep/key-edits')).toBe(
      keyEditsFormField,
    );
    expect(secretKeysFormField).toMatchObject({ name: 'SafekeepSecretKeys' });
    expect(secretValuesFormField).toMatchObject({
      name: 'SafekeepSecretValues',
    });
  });
});
