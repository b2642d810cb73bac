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

import { Card, CardBody, CardHeader } from '@backstage/ui';
import { ClusterStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { useId } from 'react';
import { StateIcon, StateWord } from '../StateMark';
import { ClusterSources } from './ClusterSources';
import { ControllerFacts } from './ControllerFacts';
import { SealedSecretFigures } from './SealedSecretFigures';
import { SealingKeyTable } from './SealingKeyTable';
import { StrayCertificates } from './StrayCertificates';
import styles from './Clusters.module.css';

/** One cluster. An outdated answer keeps its words and loses its colour. */
export function ClusterPanel(props: {
  cluster: ClusterStatus;
  outdated: boolean;
}) {
  const { cluster, outdated } = props;
  const { name, state } = cluster;
  const titleId = useId();
  const marked = outdated
    ? { state: 'unknown' as const, lastState: state }
    : { state };
  return (
    <Card role="region" aria-labelledby={titleId}>
      <CardHeader>
        <div className={styles.title}>
          <StateIcon {...marked} />
          <h2 id={titleId} className={styles.name}>
            <code>{name}</code>
          </h2>
          <StateWord {...marked} />
        </div>
      </CardHeader>
      <CardBody>
        <div className={styles.sections}>
          <ClusterSources cluster={cluster} />
          <ControllerFacts cluster={cluster} outdated={outdated} />
          <SealingKeyTable cluster={cluster} />
          <StrayCertificates cluster={cluster} />
          <SealedSecretFigures cluster={cluster} />
        </div>
      </CardBody>
    </Card>
  );
}
