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

/* eslint-disable jest/no-export -- a part of controller.test.ts */

import { installController } from '@safekeep/backstage-plugin-safekeep-node';
import { parse, stringify } from 'yaml';
import { ControllerRun, installOptions } from './ControllerRun';

/** The Application is one that Argo CD's own definitions take; the suite `chart` has it installed. */
export function describeApplication(run: ControllerRun): void {
  describe('the Argo CD Application', () => {
    const dryRun = (text: string) =>
      run.testbed.kubernetes.kubectl(
        ['apply', '--dry-run=server', '--validate=strict', '--filename=-'],
        { input: text },
      );
    const written = () => {
      const planned = installController(new Map(), {
        ...installOptions(),
        form: 'argo-cd',
      });
      return planned.changes[0].content ?? '';
    };

    it('is taken by the API server without an unknown field', async () => {
      await expect(dryRun(written())).resolves.toContain('sealed-secrets');
    });

    it('would be refused with one', async () => {
      const application = parse(written());
      application.spec.source.chartVersion = '1';
      await expect(dryRun(stringify(application))).rejects.toThrow(
        'unknown field',
      );
    });
  });
}
