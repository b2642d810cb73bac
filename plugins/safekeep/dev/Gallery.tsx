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

import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { Container, Grid, Text } from '@backstage/ui';
import { ANNOTATION_KUBERNETES_NAMESPACE } from '@safekeep/backstage-plugin-safekeep-common';
import { useSearchParams } from 'react-router-dom';
import { StatusCard } from '../src/components/StatusCard';
import { StatusTab } from '../src/components/StatusTab';
import { EXAMPLES } from './examples';
import { MIGRATION_EXAMPLES } from './migrationExamples';

const NAMES = [
  ...Object.keys(EXAMPLES),
  ...Object.keys(MIGRATION_EXAMPLES),
  'poll-fails',
  'loading',
  'forbidden',
  'unknown',
  'unreachable',
  'missing-annotation',
];

function exampleEntity(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      namespace: 'default',
      name,
      annotations:
        name === 'missing-annotation'
          ? {}
          : { [ANNOTATION_KUBERNETES_NAMESPACE]: 'observer-prod' },
    },
    spec: { type: 'service', owner: 'group:default/tawbury' },
  };
}

/** Every state of the card, or the one that `?only=` names. */
export function CardGallery() {
  const [parameters] = useSearchParams();
  const only = parameters.get('only');
  return (
    <Container>
      <Grid.Root
        columns={{ initial: '1', md: '2', lg: only ? '2' : '3' }}
        gap="4"
      >
        {NAMES.filter(name => !only || name === only).map(name => (
          <div key={name}>
            <Text color="secondary">{name}</Text>
            <EntityProvider entity={exampleEntity(name)}>
              <StatusCard />
            </EntityProvider>
          </div>
        ))}
      </Grid.Root>
    </Container>
  );
}

/** The tab of the example that `?only=` names. */
export function TabGallery() {
  const [parameters] = useSearchParams();
  return (
    <Container>
      <EntityProvider
        entity={exampleEntity(parameters.get('only') ?? 'under-way')}
      >
        <StatusTab />
      </EntityProvider>
    </Container>
  );
}
