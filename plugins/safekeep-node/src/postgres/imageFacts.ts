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

/** Who made an image of PostgreSQL, and on what: that decides the user it runs as. */
export type ImageVariant = 'alpine' | 'debian' | 'bitnami' | 'unknown';

/** What an image of PostgreSQL is known to be, from its reference alone. */
export interface ImageFacts {
  /** As `PG_VERSION` writes it, such as 15 or 9.6; undefined where the tag doesn't tell. */
  major?: number;
  variant: ImageVariant;
  /** The user that the server runs as; undefined where that is not known. */
  uid?: number;
  gid?: number;
  /** `PGDATA` for a new database: a folder below the mount, which keeps its mode whatever `fsGroup` does. */
  pgdata: string;
  /** Where a new database's volume is mounted. */
  mountPath: string;
  /**
   * Where the image keeps the data when nothing sets `PGDATA`; undefined where
   * that is not known.
   */
  defaultPgdata?: string;
}

/**
 * User and group by variant.
 *
 * @see docker-library/postgres, Dockerfile-alpine.template (uid and gid 70, as
 *   Alpine's own package) and Dockerfile-debian.template (999); bitnami/postgresql
 *   runs as 1001.
 */
const IDS: Record<ImageVariant, { uid?: number; gid?: number }> = {
  alpine: { uid: 70, gid: 70 },
  debian: { uid: 999, gid: 999 },
  bitnami: { uid: 1001, gid: 1001 },
  unknown: {},
};

/** From here on the official image has one folder for each major below its volume. */
const FIRST_WITH_FOLDERS = 18;

/** The tags of the official image: a version, what it is built on, or both. */
const OFFICIAL_TAG =
  /^(?:latest|(\d+)(?:\.(\d+))?(?:\.\d+)?(?:beta\d|rc\d)?)?(?:(?:^|-)(?:(alpine)(?:\d+\.\d+)?|wheezy|jessie|stretch|buster|bullseye|bookworm|trixie))?$/;

const BITNAMI_TAG = /^(?:latest|(\d+)(?:\.(\d+))?(?:\.\d+)?(?:-.*)?)$/;

const BITNAMI = ['bitnami', 'bitnamilegacy', 'bitnamisecure'];

/**
 * What an image's reference tells of it. An image named `postgres` with a tag as
 * the official image has them is taken for that, or for a copy of it, whatever
 * the registry. A digest alone tells nothing: two variants look alike.
 *
 * @param image - the reference, with registry, tag and digest or without
 */
export function imageFacts(image: string): ImageFacts {
  const [name] = image.trim().split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.lastIndexOf(':');
  const path = colon > slash ? name.slice(0, colon) : name;
  // A digest without a tag may be any of the image's builds.
  const untagged = name === image.trim() ? 'latest' : undefined;
  const tag = colon > slash ? name.slice(colon + 1) : untagged;
  const [last, parent] = path.split('/').reverse();
  const facts = (variant: ImageVariant, match?: RegExpExecArray | null) =>
    factsOf(variant, match ? majorOf(match[1], match[2]) : undefined);

  if (last === 'postgresql' && parent && BITNAMI.includes(parent)) {
    return facts('bitnami', tag === undefined ? null : BITNAMI_TAG.exec(tag));
  }
  const official =
    last === 'postgres' && tag ? OFFICIAL_TAG.exec(tag) : undefined;
  if (official) {
    return facts(official[3] ? 'alpine' : 'debian', official);
  }
  return facts('unknown');
}

function majorOf(first?: string, second?: string): number | undefined {
  if (first === undefined) {
    return undefined;
  }
  // Until 9.6 a major had two numbers.
  return Number(first) >= 10 ? Number(first) : Number(`${first}.${second}`);
}

function factsOf(variant: ImageVariant, found: number | undefined): ImageFacts {
  const major = Number.isNaN(found) ? undefined : found;
  return {
    ...(major !== undefined && { major }),
    variant,
    ...IDS[variant],
    ...placeOf(variant, major),
  };
}

/**
 * @remarks
 * Before 18 the image's own volume is at `…/data`: a claim that is mounted one
 * folder above is shadowed by it, and the data is lost with the container. From
 * 18 on the volume is one above, and a claim at `…/data` stays empty.
 */
function placeOf(
  variant: ImageVariant,
  major: number | undefined,
): Pick<ImageFacts, 'pgdata' | 'mountPath' | 'defaultPgdata'> {
  if (variant === 'bitnami') {
    const pgdata = '/bitnami/postgresql/data';
    return { pgdata, mountPath: '/bitnami/postgresql', defaultPgdata: pgdata };
  }
  const root = '/var/lib/postgresql';
  const isKnown = variant !== 'unknown' && major !== undefined;
  if (major !== undefined && major >= FIRST_WITH_FOLDERS) {
    const pgdata = `${root}/${major}/docker`;
    return { pgdata, mountPath: root, defaultPgdata: pgdata };
  }
  const mountPath = `${root}/data`;
  return {
    pgdata: `${mountPath}/pgdata`,
    mountPath,
    ...(isKnown && { defaultPgdata: mountPath }),
  };
}
