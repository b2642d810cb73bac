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
  ANNOTATION_DATABASE_SNAPSHOT,
  ANNOTATION_PASSWORD_ROTATION,
  DATABASE_SNAPSHOT_JOB,
  GUARD_CONTAINER,
  LABEL_JOB,
  parsePasswordRotation,
  parseSnapshotRequest,
  PASSWORD_ROTATION_JOB,
  renderGuardVerdict,
  renderPasswordVerdict,
  renderSnapshotVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { Container, Pod } from '../kubernetes/objects/workloads';
import { ControllerContext } from '../controllers/ControllerContext';
import { environmentOf, mountedFiles } from './containerValues';
import { Corruption, DataDirectory } from './DataDirectory';
import { DatabaseServers, isServer } from './DatabaseServers';
import { DataVolumes, SeededDatabase } from './DataVolumes';
import { passGuard } from './passGuard';
import { rotatePassword } from './rotatePassword';
import { runSnapshotJob } from './runSnapshotJob';

/** How a container ended, and what it said. */
export interface ContainerEnd {
  exitCode: number;
  /** What it wrote to /dev/termination-log. */
  message?: string;
}

/** Whether a program would still wait that waits for so long at most. */
export type IsPatient = (patienceMs: number) => boolean;

/** What a program ends with now, or would if it did not wait any longer. */
interface Outcome extends ContainerEnd {
  waits: boolean;
  patienceMs: number;
}

interface Session {
  pod: Pod;
  directory: DataDirectory;
  role: string;
}

/** By what names programs are told where their database is, and who they are there. */
const CLIENT_VARIABLES = [
  ['DB_HOST', 'DB_USER', 'DB_PASSWORD'],
  ['PGHOST', 'PGUSER', 'PGPASSWORD'],
  ['POSTGRES_HOST', 'POSTGRES_USER', 'POSTGRES_PASSWORD'],
] as const;

/**
 * What PostgreSQL, its clients and Safekeep's own containers would do. Servers
 * keep roles and countable tables where their PGDATA is; clients log in when
 * they start; Safekeep's containers say what their scripts would.
 */
export class SimulatedDatabases {
  static create(
    context: ControllerContext,
    seeds: SeededDatabase[] = [],
  ): SimulatedDatabases {
    const volumes = DataVolumes.create(context, seeds);
    const servers = DatabaseServers.create(context, volumes);
    return new SimulatedDatabases(context, volumes, servers);
  }

  readonly #sessions = new Map<string, Session>();
  /** Clients that found no server when they started, and try again. */
  readonly #outside = new Map<string, { pod: Pod; container: Container }>();
  readonly #complaints = new Map<string, string>();

  private constructor(
    private readonly context: ControllerContext,
    private readonly volumes: DataVolumes,
    private readonly servers: DatabaseServers,
  ) {}

  /** Every time two servers had the same data directory, which must never be. */
  get corruptions(): readonly Corruption[] {
    return this.servers.corruptions;
  }

  /**
   * Starts a container: a server on its data; a client logs in, with what its
   * environment says now.
   *
   * @returns how it ends at once, where the server does not start or refuses it
   */
  start(pod: Pod, container: Container): ContainerEnd | undefined {
    if (isServer(container)) {
      return this.#complain(pod, this.servers.start(pod, container));
    }
    return isJobOfSafekeep(pod) ? undefined : this.#logIn(pod, container);
  }

  /** Ends the servers of a pod that is given the time to do so. */
  stop(pod: Pod): void {
    this.servers.stop(pod);
  }

  /**
   * What came of a container of Safekeep's; 'running' while it waits, undefined
   * for every other.
   */
  finish(
    pod: Pod,
    container: Container,
    isPatient: IsPatient,
  ): ContainerEnd | 'running' | undefined {
    const outcome = this.#outcomeOf(pod, container);
    if (outcome?.waits && isPatient(outcome.patienceMs)) {
      return 'running';
    }
    return outcome && { exitCode: outcome.exitCode, message: outcome.message };
  }

  /** The last that a refused client, or a server that did not start, would have printed. */
  complaintOf(pod: KubernetesObject): string | undefined {
    return this.#complaints.get(pod.metadata.uid ?? '');
  }

  #outcomeOf(pod: Pod, container: Container): Outcome | undefined {
    if (container.name === GUARD_CONTAINER) {
      return this.#guard(pod, container);
    }
    if (isRotation(pod)) {
      return this.#rotate(pod, container);
    }
    return isSnapshot(pod) ? this.#snapshot(pod, container) : undefined;
  }

  #guard(pod: Pod, container: Container): Outcome {
    const environment = environmentOf(this.context, pod, container);
    const found = passGuard({
      environment,
      directory: this.volumes.find(pod, container, environment),
    });
    return toOutcome(found, environment, renderGuardVerdict, ({ verdict }) =>
      /^(passed|released)/.test(verdict),
    );
  }

  #rotate(pod: Pod, container: Container): Outcome {
    const environment = environmentOf(this.context, pod, container);
    const directory = this.servers.behind(pod, environment.get('PGHOST') ?? '');
    const found = rotatePassword({
      environment,
      files: mountedFiles(
        this.context,
        pod,
        container,
        environment.get('SAFEKEEP_VALUES') ?? '',
      ),
      server: directory && {
        roles: directory.roles,
        hasSessions: role =>
          this.#sessionsOn(directory).some(session => session.role === role),
      },
    });
    return toOutcome(found, environment, renderPasswordVerdict, didNotFail);
  }

  #snapshot(pod: Pod, container: Container): Outcome {
    const environment = environmentOf(this.context, pod, container);
    const directory = this.servers.behind(pod, environment.get('PGHOST') ?? '');
    const otherSessions = directory ? this.#grow(directory) : 0;
    const found = runSnapshotJob({
      environment,
      directory,
      otherSessions,
      kept: this.volumes.dumpFor(pod, container),
      now: this.context.now(),
    });
    return toOutcome(found, environment, renderSnapshotVerdict, didNotFail);
  }

  #logIn(pod: Pod, container: Container): ContainerEnd | undefined {
    const environment = environmentOf(this.context, pod, container);
    const names = CLIENT_VARIABLES.find(variables =>
      variables.every(name => environment.has(name)),
    );
    const [host, role, password] =
      names?.map(name => environment.get(name) ?? '') ?? [];
    const directory = host ? this.servers.behind(pod, host) : undefined;
    const key = `${pod.metadata.uid}/${container.name}`;
    if (!directory) {
      if (host) {
        this.#outside.set(key, { pod, container });
      }
      return undefined;
    }
    if (directory.roles.login(role, password)) {
      this.#outside.delete(key);
      this.#grow(directory);
      this.#sessions.set(key, { pod, directory, role });
      return this.#complain(pod, undefined);
    }
    return this.#complain(
      pod,
      `FATAL:  password authentication failed for user "${role}"`,
    );
  }

  #complain(pod: Pod, complaint: string | undefined): ContainerEnd | undefined {
    const uid = pod.metadata.uid ?? '';
    if (complaint === undefined) {
      this.#complaints.delete(uid);
      return undefined;
    }
    this.#complaints.set(uid, complaint);
    return { exitCode: 1 };
  }

  /** Lets the tables become as large as they are now. Gives how many sessions there are. */
  #grow(directory: DataDirectory): number {
    this.#letIn();
    const sessions = this.#sessionsOn(directory).length;
    directory.grow(this.context.now().getTime(), sessions > 0);
    return sessions;
  }

  #letIn(): void {
    for (const [key, { pod, container }] of [...this.#outside]) {
      this.#outside.delete(key);
      const { namespace, name, uid } = pod.metadata;
      const found = this.context.get<Pod>('Pod', { namespace, name });
      if (found?.metadata.uid === uid) {
        this.#logIn(pod, container);
      }
    }
  }

  #sessionsOn(directory: DataDirectory): Session[] {
    return [...this.#sessions].flatMap(([key, session]) => {
      const { namespace, name, uid } = session.pod.metadata;
      const pod = this.context.get<Pod>('Pod', { namespace, name });
      if (pod?.metadata.uid !== uid) {
        this.#sessions.delete(key);
        return [];
      }
      return session.directory === directory ? [session] : [];
    });
  }
}

/** What a program of Safekeep's says, and how it ends, by what it found. */
function toOutcome<Verdict>(
  found: { verdict: Verdict } | { waitsFor: Verdict },
  environment: Map<string, string>,
  render: (verdict: Verdict) => string,
  isGood: (verdict: Verdict) => boolean,
): Outcome {
  const waits = 'waitsFor' in found;
  const verdict = waits ? found.waitsFor : found.verdict;
  return {
    waits,
    patienceMs: Number(environment.get('SAFEKEEP_PATIENCE') ?? 0) * 1000,
    exitCode: isGood(verdict) ? 0 : 1,
    message: `${render(verdict)}\n`,
  };
}

function didNotFail({ verdict }: { verdict: string }): boolean {
  return verdict !== 'failed';
}

/** Whether it is the pod of a Job that Safekeep made to change a password. */
function isRotation({ metadata }: Pod): boolean {
  return (
    metadata.labels?.[LABEL_JOB] === PASSWORD_ROTATION_JOB &&
    parsePasswordRotation(
      metadata.annotations?.[ANNOTATION_PASSWORD_ROTATION],
    ) !== undefined
  );
}

/** Whether it is the pod of a Job that writes down what a database holds. */
function isSnapshot({ metadata }: Pod): boolean {
  return (
    metadata.labels?.[LABEL_JOB] === DATABASE_SNAPSHOT_JOB &&
    parseSnapshotRequest(
      metadata.annotations?.[ANNOTATION_DATABASE_SNAPSHOT],
    ) !== undefined
  );
}

function isJobOfSafekeep(pod: Pod): boolean {
  return isRotation(pod) || isSnapshot(pod);
}
