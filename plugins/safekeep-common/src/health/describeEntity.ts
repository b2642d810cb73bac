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

import { StatusFacts } from '../facts';
import { EntityStatus, HealthState, StatusItem } from '../status';
import { describeChecks } from './checks';
import { createDatabaseAction } from './createDatabase';
import { databasesOf } from './databases';
import { describeDatabase } from './describeDatabase';
import { viewNamespace } from './namespaceView';
import { databaseActionOf } from './passwordActions';
import { describePullRequests, replacedPullRequests } from './pullRequests';
import { describeSecret } from './secrets';
import { secretSubjects } from './secretSubjects';
import { compareItems, worstState } from './severity';
import { explainSource, isLive } from './sources';

function sorted<T extends StatusItem>(items: T[]): T[] {
  return [...items].sort(compareItems);
}

/**
 * What was seen, as the state of an entity. The one place where observations
 * become states; it knows no clock and asks nobody.
 *
 * @public
 */
export function describeEntity(facts: StatusFacts): EntityStatus {
  const { entityRef, repository, mayPropose } = facts;
  const views = facts.namespaces.map(viewNamespace);
  const subjects = secretSubjects(views, repository);
  const databases = views.flatMap(databasesOf);
  const databaseStatuses = sorted(
    databases.map(database =>
      describeDatabase(database, databases, {
        entityRef,
        mayPropose,
        repository,
        subjects,
        today: facts.today,
      }),
    ),
  );
  const secretStatuses = sorted(
    subjects.map(subject =>
      describeSecret(subject, {
        entityRef,
        mayPropose,
        repository,
        rotation: facts.rotation,
        databaseAction: databaseActionOf(subject, databases, {
          entityRef,
          mayPropose,
          subjects,
        }),
      }),
    ),
  );
  const checks = describeChecks({ facts, views, databases, subjects });
  const sources = [
    ...facts.namespaces.flatMap(({ source, secretMetadata }) => [
      source,
      ...(secretMetadata ? [secretMetadata] : []),
    ]),
    ...(repository ? [repository.source] : []),
  ].map(source => explainSource(source, entityRef));

  const everythingSeen =
    views.length > 0 &&
    repository !== undefined &&
    !repository.notVisible?.length &&
    sources.every(isLive);
  const states: HealthState[] = [
    ...databaseStatuses,
    ...secretStatuses,
    ...checks,
  ].map(({ state }) => state);
  const createDatabase = createDatabaseAction(facts, databases.length);
  const replaced = replacedPullRequests(facts.pullRequests);
  return {
    entityRef,
    state: worstState([...states, everythingSeen ? 'ok' : 'unknown']),
    sources,
    databases: databaseStatuses,
    ...(createDatabase && { createDatabase }),
    secrets: secretStatuses,
    checks,
    pullRequests: describePullRequests(
      facts.pullRequests,
      subjects,
      facts.namespaces.map(({ source }) => source),
      databaseStatuses.map(({ name }) => name),
    ),
    ...(replaced.length > 0 && { replacedPullRequests: replaced }),
  };
}
