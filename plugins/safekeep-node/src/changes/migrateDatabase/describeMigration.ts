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
  DatabaseMigration,
  GUARD_CONTAINER,
} from '@safekeep/backstage-plugin-safekeep-common';
import { DatabaseConsumer } from '../../postgres/findConsumers';
import { ServiceObject } from '../../postgres/serviceObjects';
import { FileChange } from '../FileChange';
import { ChosenWay } from './chooseMigrationWay';
import { Move } from './Move';
import { snapshotJobName } from './snapshotJobs';

interface Described {
  title: string;
  description: string;
}

interface Common {
  move: Move;
  migration: DatabaseMigration;
  changes: FileChange[];
  warnings: string[];
}

const CHECKED =
  'version, system identifier, databases, tables with exact row counts, checksums of tables up to 2 GiB, sequences, extensions, roles, invalid indexes and constraints';

/** A wave of Argo CD waits without a limit for what never becomes healthy. */
const END_THE_SYNC =
  'Argo CD may still be waiting for the server that does not start, and applies no other commit until that sync is ended: merge this, then `argocd app terminate-op NAME`, or Terminate on its page.';

export function describeStart(
  common: Common & { chosen: ChosenWay; consumers: DatabaseConsumer[] },
): Described {
  const { move, migration, chosen, consumers } = common;
  const { namespace } = move;
  const { name } = move.deployment.source;
  const isGuarded = migration.way === 'guarded';
  const goBack = `Use the template “Roll back PostgreSQL”: it never lets two servers have the data at once. A plain revert would${
    isGuarded ? ' bring the Deployment back without a guard' : ' do, too'
  }.`;
  const why = `### Why this way\n\n${[
    isGuarded
      ? 'One guarded pull request, then one that tidies up.'
      : 'Three pull requests: clients off and the look beforehand; the switch; the rest.',
    ...chosen.reasons,
  ].join(' ')}`;
  if (isGuarded) {
    return compose(common, {
      title: `Move PostgreSQL ${name} to a StatefulSet`,
      purpose: `Moves the PostgreSQL server of \`${name}\` in namespace \`${namespace}\` from its Deployment to a StatefulSet that takes over the claim \`${migration.claim}\`. No data is copied.`,
      why,
      onMerge: [
        `Job \`${snapshotJobName(
          name,
          'before',
          migration.id,
        )}\` writes down what the database holds. If it fails, the sync stops, and nothing has changed.`,
        `The Deployment goes to 0 and stays in Git; the StatefulSet starts. Its init container \`${GUARD_CONTAINER}\` waits until the old server has taken its lock away, and holds the lock itself for 2 seconds; without that no server starts.`,
        `Job \`${snapshotJobName(
          name,
          'after',
          migration.id,
        )}\` writes down the same again. Safekeep compares both on the service’s page.`,
      ],
      away: 'from the end of the old server until the new one is ready: some seconds, as long as a restart and the guard’s 2 seconds take. Clients lose their connections, and connect again by the same Service.',
      checked: `${CHECKED}. Clients go on writing while the first count is taken, so that rows may be more afterwards; fewer fail.`,
      verify: verification(move),
      replaces: replaced(move, migration),
      goBack,
    });
  }
  const isDump = migration.option === 'dump-and-restore';
  return compose(common, {
    title: `Take clients off PostgreSQL ${name} to move it`,
    purpose: `The first of three steps that move the PostgreSQL server of \`${name}\` in namespace \`${namespace}\` from its Deployment to a StatefulSet ${
      isDump
        ? `with a new claim, \`${migration.newClaim}\`, that a dump is restored into. The claim \`${migration.claim}\` is left as it is`
        : `that takes over the claim \`${migration.claim}\`. No data is copied`
    }.`,
    why,
    onMerge: [
      consumers.length > 0
        ? `What uses the database goes to 0, and remembers how many it had: ${consumers
            .map(
              ({ object, how }) => `${object.kind} \`${object.name}\` (${how})`,
            )
            .join(', ')}.`
        : 'Nothing in these files uses the database.',
      `Job \`${snapshotJobName(
        name,
        'before',
        migration.id,
      )}\` waits up to 10 minutes until no other client is connected, and writes down what the database holds${
        isDump ? ', with a dump into a claim of its own' : ''
      }.`,
      'The server itself goes on. The next step is offered on the service’s page once the Job has done its work and no client is left.',
    ],
    away: 'from this merge until the last step is merged: what uses the database is at 0 all that time.',
    checked: `${CHECKED}.`,
    verify: `The Job ends well, and no pod that uses the database is left:\n\n\`\`\`sh\nkubectl -n ${namespace} get job ${snapshotJobName(
      name,
      'before',
      migration.id,
    )}\nkubectl -n ${namespace} get pods\n\`\`\``,
    replaces: replaced(move, migration),
    goBack,
  });
}

export function describeSwitch(common: Common): Described {
  const { move, migration } = common;
  const { name } = move.deployment.source;
  const isDump = migration.option === 'dump-and-restore';
  return compose(common, {
    title: `Switch PostgreSQL ${name} to its StatefulSet`,
    purpose: `The second of three steps: the StatefulSet \`${name}\` takes the Deployment’s place, ${
      isDump
        ? `with the new claim \`${migration.newClaim}\``
        : `with the claim \`${migration.claim}\``
    }.`,
    onMerge: [
      `The Deployment goes to 0 and stays in Git; the StatefulSet starts.${
        isDump
          ? ''
          : ` Its init container \`${GUARD_CONTAINER}\` waits until the old server has taken its lock away; without that no server starts.`
      }`,
      `Job \`${snapshotJobName(name, 'after', migration.id)}\` ${
        isDump ? 'restores the dump, and then ' : ''
      }writes down what the database holds. Safekeep compares it with before.`,
    ],
    away: 'what uses the database stays at 0 until the last step.',
    checked: `${CHECKED}. Nobody wrote in between, so that all of it must be equal.`,
    verify: verification(move),
    replaces: replaced(move, migration),
    goBack: `Use the template “Roll back PostgreSQL”${
      isDump
        ? ': the earlier claim holds what was there when the clients went off; what is written after this step is lost then'
        : ': the Deployment comes back behind a guard of its own, on the same claim'
    }.`,
  });
}

export function describeRelease(
  common: Common & { object: ServiceObject; lockSince: number },
): Described {
  const { move, object, lockSince } = common;
  const { name } = move.deployment.source;
  const since = new Date(lockSince * 1000).toISOString();
  return compose(common, {
    title: `Give up the lock of a killed PostgreSQL of ${name}`,
    purpose: `The server that started at ${since} was killed before it could take its lock away, so that the guard of ${object.kind} \`${name}\` holds. With this it takes exactly that lock for what it is: left behind.`,
    onMerge: [
      'The guard starts again with the new variable, takes that lock away and lets the server start. PostgreSQL then recovers from its log, as after any crash. A lock of any other time still holds it.',
    ],
    away: 'until the server has recovered.',
    checked: 'the same as without it: the Job afterwards compares.',
    before: [
      END_THE_SYNC,
      `Make sure that no pod and no process has the claim \`${move.deployment.data.claim}\` any more, on no node: a node that does not answer may still run the old server.`,
    ],
    verify: verification(move),
    goBack: 'Revert this pull request while the guard still waits.',
  });
}

export function describeFinalize(
  common: Common & { consumers: ServiceObject[]; restarts: boolean },
): Described {
  const { move, migration, consumers, restarts } = common;
  const { name } = move.deployment.source;
  const back = consumers.length
    ? [
        `These come back: ${consumers
          .map(({ kind, name: each }) => `${kind} \`${each}\``)
          .join(', ')}.`,
      ]
    : [];
  if (migration.stage === 'roll-back') {
    return compose(common, {
      title: `Finish rolling back PostgreSQL ${name}`,
      purpose: `The Deployment \`${name}\` serves again: the StatefulSet at 0 and the guard leave Git.`,
      onMerge: [
        'The StatefulSet is removed where the sync prunes; its claim stays.',
        ...(restarts
          ? [
              'Without its guard the Deployment’s pod is replaced: the server is away for some seconds.',
            ]
          : []),
        ...back,
      ],
      away: restarts ? 'for one restart.' : 'not at all.',
      checked: 'nothing: no data is touched.',
      verify: `\`\`\`sh\nkubectl -n ${move.namespace} rollout status deployment/${name}\n\`\`\``,
      goBack: 'Revert this pull request.',
    });
  }
  const said: Record<string, string> = {
    pass: 'everything is as it was',
    warn: 'nothing is missing; see the warnings on the service’s page',
    'not-known': 'it was not compared',
  };
  return compose(common, {
    title: `Finish moving PostgreSQL ${name} to its StatefulSet`,
    purpose: `The StatefulSet \`${name}\` serves. Before and after were compared: ${
      said[migration.verified ?? 'not-known']
    }. What was only needed for the move leaves Git.`,
    onMerge: [
      `The Deployment, which is at 0, and the Jobs are removed where the sync prunes. The claim \`${migration.claim}\` stays: neither Argo CD nor Flux deletes it.`,
      ...(restarts
        ? [
            'The guard leaves the pod, which replaces it: the server restarts, and is away for a second or two.',
          ]
        : []),
      ...back,
    ],
    away: restarts ? 'for one restart.' : 'not at all.',
    checked: 'the result is written into the StatefulSet’s annotation.',
    verify: verification(move),
    goBack:
      migration.option === 'reuse-claim'
        ? 'Use the template “Roll back PostgreSQL” with a commit from before this one: it brings the Deployment back behind a guard. A plain revert would bring back a Deployment at 0 and a guard that has passed, which changes nothing.'
        : `From here on the claim \`${migration.claim}\` is out of date. It is not deleted: do that by hand once you are sure.`,
  });
}

export function describeRollBack(
  common: Common & {
    from: DatabaseMigration['stage'];
    consumers: ServiceObject[];
  },
): Described {
  const { move, migration, from, consumers } = common;
  const { name } = move.deployment.source;
  const back = consumers.length
    ? [
        `These come back: ${consumers
          .map(({ kind, name: each }) => `${kind} \`${each}\``)
          .join(', ')}.`,
      ]
    : [];
  if (from === 'quiesce') {
    return compose(common, {
      title: `Do not move PostgreSQL ${name} after all`,
      purpose: `Nothing has been moved yet: the Deployment \`${name}\` serves all the time, and what uses it comes back.`,
      onMerge: [
        'The Job leaves Git, with the dump where there is one.',
        ...back,
      ],
      away: 'until what uses it has started.',
      checked: 'nothing: no data was touched.',
      verify: `\`\`\`sh\nkubectl -n ${move.namespace} get deployments\n\`\`\``,
      goBack: 'Begin again with the template “Move PostgreSQL”.',
    });
  }
  const sharesClaim = migration.option === 'reuse-claim';
  return compose(common, {
    title: `Roll back PostgreSQL ${name} to its Deployment`,
    purpose: `The Deployment \`${name}\` serves again, with the claim \`${migration.claim}\`; the StatefulSet goes to 0 and stays in Git until the last step.`,
    onMerge: [
      sharesClaim
        ? `The StatefulSet stops its server. The Deployment’s pod has a guard of its own, \`${GUARD_CONTAINER}\`: it waits until that server has taken its lock away. Nothing that was written is lost.`
        : `The StatefulSet stops its server, and the Deployment starts with the earlier claim. What was written since the switch is in \`${migration.newClaim}\` alone, which stays.`,
      ...back,
    ],
    before: [END_THE_SYNC],
    away: 'from the end of the one server until the other is ready: some seconds.',
    checked: sharesClaim
      ? 'the guard looks at the data directory: version, owner, and that no other server has it.'
      : 'nothing: the earlier claim is as it was left.',
    verify: `\`\`\`sh\nkubectl -n ${move.namespace} rollout status deployment/${name}\nkubectl -n ${move.namespace} get pods\n\`\`\``,
    goBack: `Begin again with the template “Move PostgreSQL”. Its stage “finish” takes the StatefulSet and the guard out instead.`,
  });
}

function verification({ namespace, deployment }: Move): string {
  const { name } = deployment.source;
  return `The comparison on the service’s page has no line that fails, and the StatefulSet is ready:\n\n\`\`\`sh\nkubectl -n ${namespace} rollout status statefulset/${name}\nkubectl -n ${namespace} get pods,pvc\n\`\`\``;
}

/** What one would do by hand, as the operations document has it. */
function replaced(
  { namespace, deployment }: Move,
  { option, way, stage }: DatabaseMigration,
): string[] {
  const { source, server } = deployment;
  const { name } = source;
  const scale = `kubectl scale deployment ${name} -n ${namespace} --replicas=0`;
  const apply = `kubectl apply -n ${namespace} -f ${name}-statefulset.yaml`;
  const dump = `kubectl exec -n ${namespace} deploy/${name} -- pg_dumpall -U … > ${server.host}.sql`;
  const restore = `kubectl exec -i -n ${namespace} ${name}-0 -- psql -U … < ${server.host}.sql`;
  if (option === 'dump-and-restore') {
    return stage === 'quiesce' ? [dump] : [scale, apply, restore];
  }
  return way === 'staged' && stage === 'quiesce'
    ? [`kubectl scale deployment … -n ${namespace} --replicas=0`]
    : [scale, apply];
}

function compose(
  { changes, warnings, move }: Common,
  parts: {
    title: string;
    purpose: string;
    why?: string;
    onMerge: string[];
    away: string;
    checked: string;
    before?: string[];
    verify: string;
    replaces?: string[];
    goBack: string;
  },
): Described {
  const before = [...(parts.before ?? []), ...warnings];
  const files = changes.map(
    change => `- \`${change.path}\`: ${remarkOf(change, move)}`,
  );
  return {
    title: parts.title,
    description: `${[
      parts.purpose,
      ...(parts.why ? [parts.why] : []),
      `### What changes\n\n${files.join('\n')}`,
      `### What happens on merge\n\n${parts.onMerge
        .map((each, index) => `${index + 1}. ${each}`)
        .join('\n')}\n\nHow long the database is away: ${
        parts.away
      }\n\nWhat is checked: ${parts.checked}`,
      ...(before.length > 0
        ? [
            `### Before you merge\n\n${before
              .map(each => `- ${each}`)
              .join('\n')}`,
          ]
        : []),
      ...(parts.replaces
        ? [
            `### Commands that it replaces\n\n\`\`\`sh\n${parts.replaces.join(
              '\n',
            )}\n\`\`\``,
          ]
        : []),
      `### How to verify\n\n${parts.verify}`,
      `### How to go back\n\n${parts.goBack}`,
    ].join('\n\n')}\n`,
  };
}

function remarkOf({ path, action }: FileChange, move: Move): string {
  const { source } = move.deployment;
  if (action === 'delete') {
    return 'goes';
  }
  if (path.includes('/_backup/') || path.startsWith('_backup/')) {
    return 'the Deployment as it was; nothing applies it';
  }
  if (path === source.path) {
    return 'the Deployment, and how far the move is';
  }
  if (/-(before|after)-[0-9a-f]{10}\.yaml$/.test(path)) {
    return 'a Job that counts what the database holds';
  }
  if (/-dump-[0-9a-f]{10}\.yaml$/.test(path)) {
    return 'the claim for the dump';
  }
  if (/(^|\/)[Kk]ustomization(\.ya?ml)?$/.test(path)) {
    return 'what is listed';
  }
  if (
    path ===
    `${source.path.replace(/[^/]*$/, '')}${source.name}-statefulset.yaml`
  ) {
    return 'the StatefulSet, made from the Deployment';
  }
  return action === 'create'
    ? 'the same for the StatefulSet'
    : 'changed in place';
}
