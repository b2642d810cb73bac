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

import {
  installController,
  sealIntoManifest,
} from '@safekeep/backstage-plugin-safekeep-node';
import { makeCanary } from '../support/canary';
import { CONTROLLER, ControllerRun, SERVED } from './ControllerRun';

type Schema = Record<string, unknown>;

/** Without what says nothing of validity. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shapeOf);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(
            ([key, each]) => key !== 'description' || typeof each === 'object',
          )
          .map(([key, each]) => [key, shapeOf(each)]),
      )
    : value;
}

/** The plain manifests run, and open what Safekeep seals. */
export function describeManifests(run: ControllerRun): void {
  describe('the plain manifests', () => {
    it('define SealedSecrets as the project does', async () => {
      const { kubernetes } = run.testbed;
      const ours = JSON.parse(
        await kubernetes.kubectl(
          [
            'apply',
            '--server-side',
            '--force-conflicts',
            '--dry-run=server',
            '--output=json',
            '--filename=-',
          ],
          { input: JSON.stringify(run.definition) },
        ),
      );
      const theirs = await kubernetes.get<never>({
        kind: 'customresourcedefinition',
        name: 'sealedsecrets.bitnami.com',
      });
      const schemaOf = (definition: Schema) =>
        shapeOf(
          (
            definition as {
              spec: {
                versions: Array<{ schema: { openAPIV3Schema: Schema } }>;
              };
            }
          ).spec.versions[0],
        ) as {
          schema: {
            openAPIV3Schema: {
              properties: {
                spec: {
                  properties: {
                    template: {
                      properties: { data: { additionalProperties: Schema } };
                    };
                  };
                };
              };
            };
          };
        };
      const mine = schemaOf(ours);
      const { additionalProperties } =
        mine.schema.openAPIV3Schema.properties.spec.properties.template
          .properties.data;
      // Only this is of a later version than the cluster's.
      expect(additionalProperties).toEqual({ type: 'string', nullable: true });
      delete additionalProperties.nullable;
      expect(mine).toEqual(schemaOf(theirs));
    });

    it('could take the place of what the project’s own manifest installs', async () => {
      const planned = installController(
        new Map([['kustomization.yaml', 'resources: []\n']]),
        {},
      );
      const text = planned.changes.find(
        ({ path }) => path === planned.path,
      )?.content;
      // Another manager: what the earlier one has stays unless it is named alike.
      const told = await run.testbed.kubernetes.kubectl(
        [
          'apply',
          '--server-side',
          '--force-conflicts',
          '--field-manager=somebody-else',
          '--dry-run=server',
          '--output=json',
          '--filename=-',
        ],
        { input: text },
      );
      const { items } = JSON.parse(told) as {
        items: Array<{
          kind: string;
          spec: { template: { spec: { containers: object[] } } };
        }>;
      };
      expect(items).toHaveLength(11);
      const deployment = items.find(({ kind }) => kind === 'Deployment');
      expect(deployment?.spec.template.spec.containers).toEqual([
        expect.objectContaining({
          image: expect.stringMatching(/sealed-secrets-controller:0\.40\.0$/),
        }),
      ]);
    });

    it('run in a namespace that wants restricted pods', async () => {
      await run.install();
      const namespace = await run.testbed.kubernetes.get({
        kind: 'namespace',
        name: CONTROLLER.namespace,
      });
      expect(namespace.metadata.labels).toMatchObject({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
    });

    // eslint-disable-next-line jest/expect-expect -- the wait fails
    it.each([CONTROLLER.namespace, SERVED])(
      'open what Safekeep seals for %s',
      async namespace => {
        const canary = makeCanary();
        const { parsed } = await run.certificate();
        const { text } = sealIntoManifest({
          certificate: parsed,
          namespace,
          name: 'sealed',
          now: new Date(),
          values: new Map([['TOKEN', Buffer.from(canary.value)]]),
        });
        await run.testbed.kubernetes.apply(text);
        await run.waitForValue(
          { namespace, name: 'sealed', key: 'TOKEN' },
          canary.value,
        );
      },
    );

    it.each([
      ['list', 'secrets', SERVED, 'yes'],
      ['list', 'secrets', 'default', 'no'],
      ['create', 'secrets', 'kube-system', 'no'],
      ['delete', 'namespaces', SERVED, 'no'],
    ])('may %s %s in %s: %s', async (verb, what, namespace, answer) => {
      const told = await run.testbed.kubernetes
        .kubectl([
          'auth',
          'can-i',
          verb,
          what,
          `--namespace=${namespace}`,
          `--as=system:serviceaccount:${CONTROLLER.namespace}:${CONTROLLER.name}`,
        ])
        .catch((error: Error) => error.message);
      expect(/\b(yes|no)\b\s*$/.exec(told)?.[1]).toBe(answer);
    });
  });
}
