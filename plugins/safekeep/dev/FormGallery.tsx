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
  SecretsContextProvider,
  TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { Container, Text } from '@backstage/ui';
import { JsonValue } from '@backstage/types';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { KeyEditsField } from '../src/fields/KeyEdits';
import {
  LostWritesField,
  MigrationOptionField,
  MigrationPlanField,
  MigrationWayField,
} from '../src/fields/Migration';
import {
  keyEditsSchema,
  keyNamesSchema,
  lostWritesSchema,
  migrationOptionSchema,
  migrationStageSchema,
  migrationWaySchema,
  ValueMode,
  valueMakingSchema,
} from '../src/fields/schemas';
import { SecretKeysField } from '../src/fields/SecretKeys';
import { SecretValuesField } from '../src/fields/SecretValues';
import { ValueMakingField } from '../src/fields/ValueMaking';
import {
  validateGiven,
  validateKeyEdits,
  validateKeys,
  validateValueMaking,
} from '../src/fields/validation';

export const EXTENSIONS = [
  {
    name: 'SafekeepKeyEdits',
    component: KeyEditsField,
    validation: validateKeyEdits,
    schema: keyEditsSchema.schema,
  },
  {
    name: 'SafekeepSecretKeys',
    component: SecretKeysField,
    validation: validateKeys,
    schema: keyNamesSchema.schema,
  },
  {
    name: 'SafekeepSecretValues',
    component: SecretValuesField,
    validation: validateGiven,
    schema: keyNamesSchema.schema,
  },
  {
    name: 'SafekeepValueMaking',
    component: ValueMakingField,
    validation: validateValueMaking,
    schema: valueMakingSchema.schema,
  },
  {
    name: 'SafekeepMigrationOption',
    component: MigrationOptionField,
    schema: migrationOptionSchema.schema,
  },
  {
    name: 'SafekeepMigrationWay',
    component: MigrationWayField,
    schema: migrationWaySchema.schema,
  },
  {
    name: 'SafekeepMigrationPlan',
    component: MigrationPlanField,
    schema: migrationStageSchema.schema,
  },
  {
    name: 'SafekeepLostWrites',
    component: LostWritesField,
    schema: lostWritesSchema.schema,
  },
];

export function exampleManifest(mode: ValueMode): TemplateParameterSchema {
  return {
    title: mode === 'rotate' ? 'Rotate secret' : 'Seal a secret',
    steps: [
      {
        title: 'Keys',
        schema: {
          type: 'object',
          properties: {
            keys: {
              title: 'Keys',
              type: 'array',
              items: { type: 'string' },
              'ui:field': 'SafekeepSecretKeys',
              'ui:options': { mode },
            },
          },
        },
      },
      {
        title: 'Values',
        schema: {
          type: 'object',
          properties: {
            given: {
              title: 'Typed values',
              type: 'array',
              items: { type: 'string' },
              'ui:field': 'SafekeepSecretValues',
              'ui:options': { mode },
            },
            ...(mode === 'rotate' && {
              making: {
                title: 'How values are made',
                type: 'object',
                'ui:field': 'SafekeepValueMaking',
              },
            }),
          },
        },
      },
    ],
  };
}

/** The form that renames and removes. */
export const KEY_EDITS_MANIFEST: TemplateParameterSchema = {
  title: 'Edit the keys of a secret',
  steps: [
    {
      title: 'Keys',
      schema: {
        type: 'object',
        properties: {
          edits: {
            title: 'Keys',
            type: 'object',
            'ui:field': 'SafekeepKeyEdits',
          },
        },
      },
    },
  ],
};

/** The form that moves a database to a StatefulSet. */
export const MIGRATION_MANIFEST: TemplateParameterSchema = {
  title: 'Migrate PostgreSQL',
  steps: [
    {
      title: 'How',
      schema: {
        type: 'object',
        required: ['option', 'way'],
        properties: {
          option: {
            title: 'Option',
            type: 'string',
            'ui:field': 'SafekeepMigrationOption',
          },
          way: {
            title: 'Way',
            type: 'string',
            'ui:field': 'SafekeepMigrationWay',
          },
        },
      },
    },
    {
      title: 'What will happen',
      schema: {
        type: 'object',
        required: ['stage'],
        properties: {
          stage: {
            title: 'Stage',
            type: 'string',
            'ui:field': 'SafekeepMigrationPlan',
          },
        },
      },
    },
  ],
};

/** The form that goes back. */
export const ROLL_BACK_MANIFEST: TemplateParameterSchema = {
  title: 'Go back to the Deployment',
  steps: [
    {
      title: 'What is lost',
      schema: {
        type: 'object',
        required: ['acceptLostWrites'],
        properties: {
          acceptLostWrites: {
            title: 'Lost writes',
            type: 'boolean',
            'ui:field': 'SafekeepLostWrites',
          },
        },
      },
    },
  ],
};

const MANIFESTS: Record<string, TemplateParameterSchema> = {
  edit: KEY_EDITS_MANIFEST,
  migrate: MIGRATION_MANIFEST,
  back: ROLL_BACK_MANIFEST,
};

/**
 * The forms on the example that `?only=` names; `?mode=seal` for sealing,
 * `edit` for keys, `migrate` (with `&stage=`) and `back` for databases.
 */
export function FormGallery() {
  const [parameters] = useSearchParams();
  const [created, setCreated] = useState<Record<string, JsonValue>>();
  const only = parameters.get('only') ?? 'under-way';
  const mode: ValueMode = parameters.get('mode') === 'seal' ? 'seal' : 'rotate';
  return (
    <Container>
      <SecretsContextProvider>
        <Stepper
          manifest={
            MANIFESTS[parameters.get('mode') ?? ''] ?? exampleManifest(mode)
          }
          extensions={EXTENSIONS}
          initialState={{
            entityRef: `component:default/${only}`,
            cluster: 'sandbox',
            namespace: 'observer-prod',
            name: parameters.get('name') ?? 'observer-secrets',
            repository: 'https://github.com/tawbury/deployment',
            database: 'deployment/postgres',
            ...(parameters.has('stage') && {
              stage: parameters.get('stage'),
            }),
          }}
          onCreate={async values => setCreated(values)}
        />
      </SecretsContextProvider>
      {created && <Text>{JSON.stringify(created)}</Text>}
    </Container>
  );
}
