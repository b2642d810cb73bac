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
  parseSealingCertificate,
  sealingLabel,
  SealingScope,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { SealingKeys } from '../../unsealing/SealingKeys';
import { unsealData } from '../../unsealing/unsealSecret';
import { createControllerHttp } from './controllerHttp';

describe('the controller’s /v1/rotate', () => {
  let keys: SealingKeys;
  let sealedBefore: KubernetesObject;

  function sealedSecret(
    values: Record<string, string>,
    scope: SealingScope = 'strict',
    annotated: string = scope,
  ): KubernetesObject {
    const target = { namespace: 'prod', name: 'db', scope };
    const certificate = parseSealingCertificate(keys.newest.certificate);
    const label = sealingLabel(target);
    return {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: {
        name: 'db',
        namespace: 'prod',
        labels: { app: 'x' },
        annotations: {
          note: 'x',
          ...(annotated !== 'strict' && {
            [`sealedsecrets.bitnami.com/${annotated}`]: 'true',
          }),
        },
      },
      spec: {
        encryptedData: Object.fromEntries(
          Object.entries(values).map(([key, value]) => [
            key,
            sealValue({ certificate, label, value: Buffer.from(value) }),
          ]),
        ),
        template: {
          data: { URL: 'http://{{ .A }}@x' },
          metadata: { labels: { team: 'y' } },
        },
      },
    };
  }

  beforeAll(async () => {
    keys = await SealingKeys.create({
      now: () => new Date('2026-02-04T10:00:00Z'),
      modulusLength: 2048,
    });
    sealedBefore = sealedSecret({ A: 'one' });
    await keys.renew();
  });

  function ask(body: unknown, http = createControllerHttp(keys)) {
    return http({
      method: 'POST',
      path: 'v1/rotate',
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    });
  }

  it('seals with the newest key, and loses template data, labels and annotations', () => {
    const answer = ask(sealedBefore);
    expect(answer.status).toBe(200);
    const made: KubernetesObject = JSON.parse(answer.body!);
    expect(made.metadata).toEqual({ name: 'db', namespace: 'prod' });
    expect(made.spec).toMatchObject({
      template: { metadata: { labels: { app: 'x' } } },
    });
    expect(made.kind).toBeUndefined();
    expect(JSON.stringify(made.spec)).not.toMatch(/team|"data"/);
    const opened = unsealData(made, keys);
    expect(String(opened.get('A'))).toBe('one');
    // What was rendered is sealed now, and follows the value no more.
    expect(String(opened.get('URL'))).toBe('http://one@x');
    const old = unsealData(sealedBefore, keys);
    expect(String(old.get('A'))).toBe('one');
    expect(answer.body).not.toContain('one');
  });

  it.each(['strict', 'namespace-wide', 'cluster-wide'] as const)(
    'keeps the scope %s',
    scope => {
      const { body } = ask(sealedSecret({ A: 'one' }, scope));
      const made: KubernetesObject = JSON.parse(body!);
      expect(String(unsealData(made, keys).get('A'))).toBe('one');
      expect(made.metadata.annotations).toEqual(
        scope === 'strict'
          ? undefined
          : { [`sealedsecrets.bitnami.com/${scope}`]: 'true' },
      );
    },
  );

  it('says nothing about what it cannot do', () => {
    const withoutScope = sealedSecret({ A: 'one' }, 'cluster-wide', 'strict');
    const http = () => createControllerHttp(keys);
    for (const body of [
      withoutScope,
      { ...sealedBefore, metadata: { name: 'other', namespace: 'prod' } },
      { ...sealedBefore, spec: { encryptedData: { A: 'plain' } } },
      { ...sealedBefore, kind: 'Secret' },
      'a: [b',
      '',
    ]) {
      expect(ask(body, http())).toEqual({ status: 500 });
    }
  });

  it('answers two a second, and counts the paths apart', () => {
    const http = createControllerHttp(keys);
    const statuses = Array.from(
      { length: 6 },
      () => ask(sealedBefore, http).status,
    );
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
    expect(statuses).toContain(429);
    const refused = ask(sealedBefore, http);
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
    });
    expect(
      http({
        method: 'POST',
        path: 'v1/verify',
        body: Buffer.from(JSON.stringify(sealedBefore)),
      }).status,
    ).toBe(200);
  });
});
