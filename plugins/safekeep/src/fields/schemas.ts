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

import {
  FieldExtensionComponentProps,
  makeFieldSchema,
} from '@backstage/plugin-scaffolder-react';

/** What the change is: new values for sealed keys, or sealing plain ones. */
export type ValueMode = 'rotate' | 'seal';

/** Names of keys, never values; the same schema serves both fields. */
export const keyNamesSchema = makeFieldSchema({
  output: z => z.array(z.string()),
  uiOptions: z =>
    z.object({
      mode: z
        .enum(['rotate', 'seal'])
        .optional()
        .describe(
          'rotate: new values for keys that are sealed; seal: values of a secret that is not sealed yet',
        ),
    }),
});

/** What becomes of keys; names only. */
export const keyEditsSchema = makeFieldSchema({
  output: z =>
    z.object({
      remove: z.array(z.string()).describe('Keys to take out'),
      rename: z.record(z.string()).describe('Old name to new'),
    }),
});

/** How values are made; never a value. */
export const valueMakingSchema = makeFieldSchema({
  output: z =>
    z.object({
      alphabet: z.enum(['letters-and-digits', 'url-safe', 'hex', 'symbols']),
      length: z.number().describe('Characters of a generated value'),
      compose: z
        .record(z.string())
        .describe(
          'Keys that become templates of rotated ones: key to template',
        ),
      evenIfStale: z
        .boolean()
        .describe(
          'Whether keys that contain a rotated value keep the earlier one',
        ),
      undecided: z
        .array(z.string())
        .describe('Keys that contain a rotated value, and nothing was said of'),
    }),
});

/** How the data of a database gets to its StatefulSet. */
export const migrationOptionSchema = makeFieldSchema({
  output: z => z.enum(['reuse-claim', 'dump-and-restore']),
});

/** In how many pull requests. */
export const migrationWaySchema = makeFieldSchema({
  output: z => z.enum(['guarded', 'staged']),
});

/** Which of them. */
export const migrationStageSchema = makeFieldSchema({
  output: z => z.enum(['start', 'switch', 'release', 'finalize']),
});

/** Whether what was written since a database was restored may be lost. */
export const lostWritesSchema = makeFieldSchema({ output: z => z.boolean() });

/** @public */
export type MigrationOptionFieldProps = FieldExtensionComponentProps<
  'reuse-claim' | 'dump-and-restore'
>;

/** @public */
export type MigrationWayFieldProps = FieldExtensionComponentProps<
  'guarded' | 'staged'
>;

/** @public */
export type MigrationStageFieldProps = FieldExtensionComponentProps<
  'start' | 'switch' | 'release' | 'finalize'
>;

/** @public */
export type LostWritesFieldProps = FieldExtensionComponentProps<boolean>;

/** @public */
export type ValueMakingFieldProps = FieldExtensionComponentProps<{
  alphabet: 'letters-and-digits' | 'url-safe' | 'hex' | 'symbols';
  length: number;
  compose: Record<string, string>;
  evenIfStale: boolean;
  undecided: string[];
}>;

/** @public */
export type KeyEditsFieldProps = FieldExtensionComponentProps<{
  remove: string[];
  rename: Record<string, string>;
}>;

/** @public */
export type KeyNamesFieldProps = FieldExtensionComponentProps<
  string[],
  { mode?: ValueMode }
>;

export function modeOf(props: KeyNamesFieldProps): ValueMode {
  return props.uiSchema?.['ui:options']?.mode ?? 'rotate';
}
