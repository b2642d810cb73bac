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

import { KubernetesObject } from '../kubernetes/objects/KubernetesObject';
import { Container, isPodReady, Pod } from '../kubernetes/objects/workloads';
import { labelSelectorObject } from '../kubernetes/selectors/labelSelector';
import { ControllerContext } from '../controllers/ControllerContext';
import { environmentOf } from './containerValues';
import { Corruption, DataDirectory, ServerPod } from './DataDirectory';
import { DataVolumes, majorOf } from './DataVolumes';

interface Service extends KubernetesObject {
  spec?: { selector?: Record<string, string> };
}

interface Server {
  pod: ServerPod;
  directory: DataDirectory;
}

const IMAGE = /(?:^|\/)postgres(?:[:@]|$)/;

/** Whether a container runs PostgreSQL's server. */
export function isServer({ image = '', command }: Container): boolean {
  return IMAGE.test(image) && !command;
}

/**
 * The servers that run, each on a data directory. As in containers, where each
 * server has process 1 of its own and takes the other's `postmaster.pid` for
 * what it left itself, nothing keeps two from the same directory.
 */
export class DatabaseServers {
  static create(
    context: ControllerContext,
    volumes: DataVolumes,
  ): DatabaseServers {
    return new DatabaseServers(context, volumes);
  }

  /** Every time two servers had the same data directory. */
  readonly corruptions: Corruption[] = [];
  readonly #servers = new Map<string, Server>();

  private constructor(
    private readonly context: ControllerContext,
    private readonly volumes: DataVolumes,
  ) {}

  /**
   * Starts a server on what is at its PGDATA, or makes an empty database there.
   *
   * @returns what it ends with at once, where it does not start
   */
  start(pod: Pod, container: Container): string | undefined {
    const environment = environmentOf(this.context, pod, container);
    const directory =
      this.volumes.find(pod, container, environment) ??
      this.volumes.initialize(pod, container, environment);
    const major = majorOf(container);
    if (directory.major !== major) {
      return `FATAL:  database files are incompatible with server
DETAIL:  The data directory was initialized by PostgreSQL version ${directory.major}, which is not compatible with this version ${major}.`;
    }
    const { namespace, name, uid = '' } = pod.metadata;
    const itself = { namespace, name, uid };
    for (const other of this.#servers.values()) {
      if (
        other.directory === directory &&
        other.pod.uid !== uid &&
        this.#isThere(other.pod)
      ) {
        this.corruptions.push({
          directory: this.volumes.placeOf(pod, container, environment),
          first: other.pod,
          second: itself,
        });
      }
    }
    this.#servers.set(uid, { pod: itself, directory });
    directory.startedAt = this.context.now().getTime();
    const since = Math.floor(directory.startedAt / 1000);
    directory.lock = { pod: itself, since };
    return undefined;
  }

  /** Stops a pod's server as SIGINT does: it takes its lock away. Killed ones are not told. */
  stop({ metadata }: Pod): void {
    const uid = metadata.uid ?? '';
    const directory = this.#servers.get(uid)?.directory;
    this.#servers.delete(uid);
    if (directory?.lock?.pod.uid === uid) {
      directory.lock = undefined;
    }
  }

  /** The directory of the server behind a Service that has a ready pod. */
  behind(client: Pod, host: string): DataDirectory | undefined {
    const [name, namespace = client.metadata.namespace] = host.split('.');
    const service = this.context.get<Service>('Service', { namespace, name });
    const matchLabels = service?.spec?.selector ?? {};
    const isSelected = labelSelectorObject({ matchLabels });
    const pod = this.context
      .list<Pod>('Pod', namespace)
      .find(
        each =>
          Object.keys(matchLabels).length > 0 &&
          isSelected(each.metadata.labels ?? {}) &&
          isPodReady(each) &&
          !each.metadata.deletionTimestamp &&
          each.spec.containers.some(isServer),
      );
    return this.#servers.get(pod?.metadata.uid ?? '')?.directory;
  }

  #isThere({ namespace, name, uid }: ServerPod): boolean {
    const pod = this.context.get<Pod>('Pod', { namespace, name });
    if (pod?.metadata.uid === uid) {
      return true;
    }
    this.#servers.delete(uid);
    return false;
  }
}
