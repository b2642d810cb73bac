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

import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { KeyEditsField } from './KeyEdits';
import {
  LostWritesField,
  MigrationOptionField,
  MigrationPlanField,
  MigrationWayField,
} from './Migration';
import {
  keyEditsSchema,
  keyNamesSchema,
  lostWritesSchema,
  migrationOptionSchema,
  migrationStageSchema,
  migrationWaySchema,
  valueMakingSchema,
} from './schemas';
import { SecretKeysField } from './SecretKeys';
import { SecretValuesField } from './SecretValues';
import {
  validateGiven,
  validateKeyEdits,
  validateKeys,
  validateValueMaking,
} from './validation';
import { ValueMakingField } from './ValueMaking';

/** `ui:field: SafekeepSecretKeys` */
export const secretKeysFormField = createFormField({
  name: 'SafekeepSecretKeys',
  component: SecretKeysField,
  validation: validateKeys,
  schema: keyNamesSchema,
});

/** `ui:field: SafekeepKeyEdits` */
export const keyEditsFormField = createFormField({
  name: 'SafekeepKeyEdits',
  component: KeyEditsField,
  validation: validateKeyEdits,
  schema: keyEditsSchema,
});

/** `ui:field: SafekeepValueMaking` */
export const valueMakingFormField = createFormField({
  name: 'SafekeepValueMaking',
  component: ValueMakingField,
  validation: validateValueMaking,
  schema: valueMakingSchema,
});

/** `ui:field: SafekeepSecretValues` */
export const secretValuesFormField = createFormField({
  name: 'SafekeepSecretValues',
  component: SecretValuesField,
  validation: validateGiven,
  schema: keyNamesSchema,
});

/** `ui:field: SafekeepMigrationOption` */
export const migrationOptionFormField = createFormField({
  name: 'SafekeepMigrationOption',
  component: MigrationOptionField,
  schema: migrationOptionSchema,
});

/** `ui:field: SafekeepMigrationWay` */
export const migrationWayFormField = createFormField({
  name: 'SafekeepMigrationWay',
  component: MigrationWayField,
  schema: migrationWaySchema,
});

/** `ui:field: SafekeepMigrationPlan`, on the stage: it says what that does. */
export const migrationPlanFormField = createFormField({
  name: 'SafekeepMigrationPlan',
  component: MigrationPlanField,
  schema: migrationStageSchema,
});

/** `ui:field: SafekeepLostWrites` */
export const lostWritesFormField = createFormField({
  name: 'SafekeepLostWrites',
  component: LostWritesField,
  schema: lostWritesSchema,
});
