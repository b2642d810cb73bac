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

import * as fc from 'fast-check';
import { imageFacts } from './imageFacts';

const EARLIER = {
  pgdata: '/var/lib/postgresql/data/pgdata',
  mountPath: '/var/lib/postgresql/data',
};
const ALPINE = { variant: 'alpine', uid: 70, gid: 70 };
const DEBIAN = { variant: 'debian', uid: 999, gid: 999 };
const UNKNOWN = { variant: 'unknown', ...EARLIER };
const earlier = { ...EARLIER, defaultPgdata: EARLIER.mountPath };
const since18 = (major: number) => ({
  pgdata: `/var/lib/postgresql/${major}/docker`,
  mountPath: '/var/lib/postgresql',
  defaultPgdata: `/var/lib/postgresql/${major}/docker`,
});
const bitnami = {
  variant: 'bitnami',
  uid: 1001,
  gid: 1001,
  pgdata: '/bitnami/postgresql/data',
  mountPath: '/bitnami/postgresql',
  defaultPgdata: '/bitnami/postgresql/data',
};
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('imageFacts', () => {
  it.each<[string, object]>([
    ['postgres:15-alpine', { major: 15, ...ALPINE, ...earlier }],
    ['postgres:15.14-alpine3.22', { major: 15, ...ALPINE, ...earlier }],
    ['postgres:17', { major: 17, ...DEBIAN, ...earlier }],
    ['postgres:17.6-bookworm', { major: 17, ...DEBIAN, ...earlier }],
    ['postgres:17.6-trixie', { major: 17, ...DEBIAN, ...earlier }],
    ['postgres:18', { major: 18, ...DEBIAN, ...since18(18) }],
    ['postgres:18.1-alpine', { major: 18, ...ALPINE, ...since18(18) }],
    ['postgres:19beta1', { major: 19, ...DEBIAN, ...since18(19) }],
    ['postgres:9.6-alpine', { major: 9.6, ...ALPINE, ...earlier }],
    ['postgres:9.6.24', { major: 9.6, ...DEBIAN, ...earlier }],
    // "9" was several majors.
    ['postgres:9', { ...DEBIAN, ...EARLIER }],
    ['postgres', { ...DEBIAN, ...EARLIER }],
    ['postgres:latest', { ...DEBIAN, ...EARLIER }],
    ['postgres:alpine', { ...ALPINE, ...EARLIER }],
    ['postgres:alpine3.22', { ...ALPINE, ...EARLIER }],
    ['docker.io/library/postgres:16', { major: 16, ...DEBIAN, ...earlier }],
    [
      'registry.acme.example:5000/mirror/postgres:16-alpine',
      { major: 16, ...ALPINE, ...earlier },
    ],
    [`postgres:15-alpine@${DIGEST}`, { major: 15, ...ALPINE, ...earlier }],
    // Which build it is, a digest does not say.
    [`postgres@${DIGEST}`, UNKNOWN],
    ['registry.acme.example:5000/postgres:prod-2026', UNKNOWN],
    ['postgres:15-acme', UNKNOWN],
    ['postgres:15-alpine-acme', UNKNOWN],
    ['postgres:', UNKNOWN],
    ['pgvector/pgvector:pg16', UNKNOWN],
    ['postgis/postgis:15-3.4-alpine', UNKNOWN],
    ['quay.io/sclorg/postgresql-15-c9s', UNKNOWN],
    ['acme/postgresql:15', UNKNOWN],
    ['bitnami/postgresql:15', { major: 15, ...bitnami }],
    ['bitnami/postgresql:18.1.0-debian-12-r2', { major: 18, ...bitnami }],
    ['docker.io/bitnamilegacy/postgresql:latest', bitnami],
    [`bitnami/postgresql@${DIGEST}`, bitnami],
  ])('%s', (image, facts) => {
    expect(imageFacts(image)).toEqual(facts);
  });

  const major = fc.integer({ min: 10, max: 40 });
  const builtOn = fc.constantFrom(
    ...['', '-alpine', '-alpine3.22', '-bullseye', '-bookworm', '-trixie'],
  );

  it('keeps the data on the volume, below its root, whatever the image', () => {
    const image = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.constantFrom('postgres', 'bitnami/postgresql', 'acme/thing'),
          major,
          builtOn,
        )
        .map(([name, number, on]) => `${name}:${number}${on}`),
    );
    fc.assert(
      fc.property(image, reference => {
        const { mountPath, pgdata, uid, gid, variant } = imageFacts(reference);
        expect(pgdata.startsWith(`${mountPath}/`)).toBe(true);
        expect(uid === undefined).toBe(variant === 'unknown');
        expect(gid === undefined).toBe(variant === 'unknown');
      }),
    );
  });

  it('has the layout of the major, whatever the registry, the build and the digest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'docker.io/library/', 'r.example:5000/a/b/'),
        major,
        fc.option(fc.nat(30), { nil: undefined }),
        builtOn,
        fc.constantFrom('', `@${DIGEST}`),
        (registry, number, minor, on, digest) => {
          const version = minor === undefined ? number : `${number}.${minor}`;
          expect(
            imageFacts(`${registry}postgres:${version}${on}${digest}`),
          ).toEqual({
            major: number,
            ...(on.startsWith('-alpine') ? ALPINE : DEBIAN),
            ...(number >= 18 ? since18(number) : earlier),
          });
        },
      ),
    );
  });
});
