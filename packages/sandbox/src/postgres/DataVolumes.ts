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

import { posix } from 'node:path';
import { Claim, Container, Pod } from '../kubernetes/objects/workloads';
import { ControllerContext } from '../controllers/ControllerContext';
import { DatabaseContents, DataDirectory, KeptDump } from './DataDirectory';

/** What a claim's database holds when its first server starts. */
export interface SeededDatabase {
  namespace: string;
  claim: string;
  /** Path of PGDATA on the volume. */
  path: string;
  contents: DatabaseContents;
}

interface Mount {
  name: string;
  mountPath: string;
  subPath?: string;
}

const MAJOR = /:(\d+)/;
/** Up to this major the official image's PGDATA is where its volume is. */
const LAST_PLAIN_MAJOR = 17;
const NEWEST_MAJOR = 18;

/** The major of PostgreSQL that an image's tag names. */
export function majorOf({ image = '' }: Container): number {
  return Number(MAJOR.exec(image)?.[1] ?? NEWEST_MAJOR);
}

/** The data directory that the official image takes where nothing else is said. */
function defaultPgdata(major: number): string {
  return major > LAST_PLAIN_MAJOR
    ? `/var/lib/postgresql/${major}/docker`
    : '/var/lib/postgresql/data';
}

/** The volumes' data directories: another PGDATA or subPath is another database. */
export class DataVolumes {
  static create(
    context: ControllerContext,
    seeds: SeededDatabase[],
  ): DataVolumes {
    return new DataVolumes(context, [...seeds]);
  }

  /** By volume and path. */
  readonly #directories = new Map<string, DataDirectory>();
  readonly #dumps = new Map<string, KeptDump>();

  private constructor(
    private readonly context: ControllerContext,
    private readonly seeds: SeededDatabase[],
  ) {}

  /** What is at the container's PGDATA. */
  find(
    pod: Pod,
    container: Container,
    environment: Map<string, string>,
  ): DataDirectory | undefined {
    return this.#directories.get(this.placeOf(pod, container, environment));
  }

  /** Makes a database at the container's PGDATA. */
  initialize(
    pod: Pod,
    container: Container,
    environment: Map<string, string>,
  ): DataDirectory {
    const { claim, path, place } = this.#locate(pod, container, environment);
    const directory = DataDirectory.initialize({
      environment,
      major: majorOf(container),
      contents: claim && this.#takeSeed(claim, path),
    });
    this.#directories.set(place, directory);
    return directory;
  }

  /** A volume's name and the path on it, `pvc-…/pgdata`. */
  placeOf(
    pod: Pod,
    container: Container,
    environment: Map<string, string>,
  ): string {
    return this.#locate(pod, container, environment).place;
  }

  /** The dump on the first claim that the container mounts; absent without one. */
  dumpFor(pod: Pod, container: Container): KeptDump | undefined {
    for (const { mountPath } of (container.volumeMounts ?? []) as Mount[]) {
      const at = new Map([['PGDATA', mountPath]]);
      const { claim, place } = this.#locate(pod, container, at);
      if (claim) {
        const kept = this.#dumps.get(place) ?? { restoredInto: new Set() };
        this.#dumps.set(place, kept);
        return kept;
      }
    }
    return undefined;
  }

  #locate(pod: Pod, container: Container, environment: Map<string, string>) {
    const pgdata =
      environment.get('PGDATA') ?? defaultPgdata(majorOf(container));
    const [mount] = ((container.volumeMounts ?? []) as Mount[])
      .filter(
        ({ mountPath }) => !posix.relative(mountPath, pgdata).startsWith('..'),
      )
      .sort((a, b) => b.mountPath.length - a.mountPath.length);
    const volume = pod.spec.volumes?.find(({ name }) => name === mount?.name);
    const claimName = volume?.persistentVolumeClaim?.claimName;
    const { namespace, uid } = pod.metadata;
    const claim = claimName
      ? this.context.get<Claim>('PersistentVolumeClaim', {
          namespace,
          name: claimName,
        })
      : undefined;
    const path = mount
      ? posix.join(mount.subPath ?? '', posix.relative(mount.mountPath, pgdata))
      : pgdata;
    const kept = claim && (claim.spec.volumeName ?? claim.metadata.uid);
    const own = `${uid}-${volume?.name ?? container.name}`;
    return { claim, path, place: posix.join(kept ?? own, path) };
  }

  /** Only the first database of a claim finds what was there before. */
  #takeSeed({ metadata }: Claim, path: string): DatabaseContents | undefined {
    const index = this.seeds.findIndex(
      seed =>
        seed.namespace === metadata.namespace &&
        seed.claim === metadata.name &&
        seed.path === path,
    );
    return index < 0 ? undefined : this.seeds.splice(index, 1)[0].contents;
  }
}
