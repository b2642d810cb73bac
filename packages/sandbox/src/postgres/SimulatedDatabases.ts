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
  ANNOTATION_PASSWORD_ROTATION,
  LABEL_JOB,
  parsePasswordRotation,
  PASSWORD_ROTATION_JOB,
  renderPasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { Container, isPodReady, Pod } from '../kubernetes/objects/workloads';
import { ControllerContext } from '../controllers/ControllerContext';
import { claimsOf } from '../controllers/pods/podReferences';
import { environmentOf, mountedFiles } from './containerValues';
import { DatabaseRoles } from './DatabaseRoles';
import { rotatePassword } from './rotatePassword';

/** How a container ended, and what it said. */
export interface ContainerEnd {
  exitCode: number;
  /** What it wrote to /dev/termination-log. */
  message?: string;
}

interface Service extends KubernetesObject {
  spec?: { selector?: Record<string, string> };
}

interface Session {
  pod: Pod;
  roles: DatabaseRoles;
  role: string;
}

const IMAGE = /(?:^|\/)postgres(?:[:@]|$)/;
/** By what names programs are told where their database is, and who they are there. */
const CLIENT_VARIABLES = [
  ['DB_HOST', 'DB_USER', 'DB_PASSWORD'],
  ['PGHOST', 'PGUSER', 'PGPASSWORD'],
  ['POSTGRES_HOST', 'POSTGRES_USER', 'POSTGRES_PASSWORD'],
] as const;

/**
 * The PostgreSQL servers of a cluster whose pods do not run: who may log in
 * with what. A server keeps its roles as long as its claim is there.
 */
export class SimulatedDatabases {
  static create(context: ControllerContext): SimulatedDatabases {
    return new SimulatedDatabases(context);
  }

  /** By the uid of the claim or, without one, of the pod. */
  readonly #servers = new Map<string, DatabaseRoles>();
  readonly #sessions = new Map<string, Session>();
  readonly #complaints = new Map<string, string>();

  private constructor(private readonly context: ControllerContext) {}

  /**
   * Starts a container: a server on an empty claim makes its roles; a client
   * logs in, with what its environment says now.
   *
   * @returns how it ends at once, where the server refuses it
   */
  start(pod: Pod, container: Container): ContainerEnd | undefined {
    if (isServer(container)) {
      const place = this.#placeOf(pod);
      if (!this.#servers.has(place)) {
        const environment = environmentOf(this.context, pod, container);
        this.#servers.set(place, DatabaseRoles.initialize(environment));
      }
      return undefined;
    }
    return isRotation(pod) ? undefined : this.#logIn(pod, container);
  }

  /**
   * What came of a container that changes a password; 'running' while it waits,
   * undefined for every other.
   *
   * @param isPatient - whether it would still wait
   */
  rotate(
    pod: Pod,
    container: Container,
    isPatient: (patienceMs: number) => boolean,
  ): ContainerEnd | 'running' | undefined {
    if (!isRotation(pod)) {
      return undefined;
    }
    const environment = environmentOf(this.context, pod, container);
    const outcome = rotatePassword({
      environment,
      files: mountedFiles(
        this.context,
        pod,
        container,
        environment.get('SAFEKEEP_VALUES') ?? '',
      ),
      server: this.#serverAt(pod, environment.get('PGHOST') ?? ''),
    });
    const patienceMs = Number(environment.get('SAFEKEEP_PATIENCE') ?? 0) * 1000;
    if ('waitsFor' in outcome && isPatient(patienceMs)) {
      return 'running';
    }
    const verdict = 'verdict' in outcome ? outcome.verdict : outcome.waitsFor;
    return {
      exitCode: verdict.verdict === 'failed' ? 1 : 0,
      message: `${renderPasswordVerdict(verdict)}\n`,
    };
  }

  /** The last that a refused client would have printed. */
  complaintOf(pod: KubernetesObject): string | undefined {
    return this.#complaints.get(pod.metadata.uid ?? '');
  }

  #logIn(pod: Pod, container: Container): ContainerEnd | undefined {
    const environment = environmentOf(this.context, pod, container);
    const names = CLIENT_VARIABLES.find(variables =>
      variables.every(name => environment.has(name)),
    );
    const [host, role, password] =
      names?.map(name => environment.get(name) ?? '') ?? [];
    const server = host ? this.#serverAt(pod, host) : undefined;
    if (!server) {
      return undefined;
    }
    const uid = pod.metadata.uid ?? '';
    if (server.roles.login(role, password)) {
      const key = `${uid}/${container.name}`;
      this.#sessions.set(key, { pod, roles: server.roles, role });
      this.#complaints.delete(uid);
      return undefined;
    }
    this.#complaints.set(
      uid,
      `FATAL:  password authentication failed for user "${role}"`,
    );
    return { exitCode: 1 };
  }

  /** The server behind a Service that has a ready pod. */
  #serverAt(client: Pod, host: string) {
    const [name, namespace = client.metadata.namespace] = host.split('.');
    const service = this.context.get<Service>('Service', { namespace, name });
    const selector = Object.entries(service?.spec?.selector ?? {});
    const pod = this.context
      .list<Pod>('Pod', namespace)
      .find(
        each =>
          selector.length > 0 &&
          selector.every(
            ([key, value]) => each.metadata.labels?.[key] === value,
          ) &&
          isPodReady(each) &&
          !each.metadata.deletionTimestamp &&
          each.spec.containers.some(isServer),
      );
    const roles = pod && this.#servers.get(this.#placeOf(pod));
    return (
      roles && {
        roles,
        hasSessions: (role: string) => this.#hasSessions(roles, role),
      }
    );
  }

  #hasSessions(roles: DatabaseRoles, role: string): boolean {
    for (const [key, session] of this.#sessions) {
      const { namespace, name, uid } = session.pod.metadata;
      const pod = this.context.get<Pod>('Pod', { namespace, name });
      if (pod?.metadata.uid !== uid) {
        this.#sessions.delete(key);
      } else if (session.roles === roles && session.role === role) {
        return true;
      }
    }
    return false;
  }

  #placeOf(pod: Pod): string {
    const { namespace } = pod.metadata;
    const [name] = claimsOf(pod);
    const claim =
      name && this.context.get('PersistentVolumeClaim', { namespace, name });
    return (claim || pod).metadata.uid ?? '';
  }
}

function isServer({ image = '', command }: Container): boolean {
  return IMAGE.test(image) && !command;
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
