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
import { recordAt, recordsAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { SandboxCluster } from '../../kubernetes/SandboxCluster';
import {
  eventsAbout,
  eventually,
  startQuickCluster,
} from '../__testUtils__/testCluster';

const PREFIX = 'sealedsecrets.bitnami.com';

describe('the sealed-secrets controller', () => {
  let cluster: SandboxCluster;

  beforeAll(async () => {
    cluster = await startQuickCluster();
  }, 60_000);
  afterAll(async () => cluster.stop());

  function seal(name: string, value: string, scope: SealingScope = 'strict') {
    return sealValue({
      certificate: parseSealingCertificate(cluster.sealingCertificate()),
      label: sealingLabel({ scope, namespace: 'prod', name }),
      value: Buffer.from(value),
    });
  }

  function sealedSecret(
    name: string,
    encryptedData: Record<string, string>,
    options: { annotations?: Record<string, string>; template?: object } = {},
  ): KubernetesObject {
    return {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: {
        name,
        namespace: 'prod',
        ...(options.annotations ? { annotations: options.annotations } : {}),
      },
      spec: {
        encryptedData,
        ...(options.template ? { template: options.template } : {}),
      },
    };
  }

  async function apply(...objects: KubernetesObject[]): Promise<void> {
    await cluster.apply(objects, { fieldManager: 'test' });
  }

  const secretOf = (name: string) => cluster.get('v1', 'Secret', name, 'prod');

  function valuesOf(name: string): Record<string, string> {
    const entries = Object.entries(recordAt(secretOf(name), 'data'));
    return Object.fromEntries(
      entries.map(([key, value]) => [
        key,
        Buffer.from(String(value), 'base64').toString(),
      ]),
    );
  }

  function synced(name: string) {
    const object = cluster.get(
      'bitnami.com/v1alpha1',
      'SealedSecret',
      name,
      'prod',
    );
    const [condition] = recordsAt(object, 'status', 'conditions');
    return {
      generation: recordAt(object, 'status').observedGeneration,
      status: condition?.status,
      message: condition?.message,
    };
  }

  async function settle(): Promise<void> {
    // All five retries are over in 160 ms.
    await new Promise(resolve => setTimeout(resolve, 400));
  }

  it('makes the Secret, owned, with its template, and says so', async () => {
    await apply(
      sealedSecret(
        'full',
        { USER: seal('full', 'observer'), PASS: seal('full', 's3cret') },
        {
          annotations: { 'safekeep.io/sealed-keys': '{}' },
          template: {
            type: 'example.com/database',
            metadata: { labels: { app: 'db' }, annotations: { note: 'x' } },
            data: { URL: 'postgres://{{ .USER }}:{{ index . "PASS" }}@db' },
          },
        },
      ),
    );
    await eventually(() =>
      expect(synced('full')).toEqual({ generation: 1, status: 'True' }),
    );
    const owner = cluster.get(
      'bitnami.com/v1alpha1',
      'SealedSecret',
      'full',
      'prod',
    );
    expect(secretOf('full')).toMatchObject({
      type: 'example.com/database',
      metadata: {
        labels: { app: 'db' },
        // The SealedSecret's own annotations stay its own.
        annotations: { note: 'x' },
        ownerReferences: [
          {
            apiVersion: 'bitnami.com/v1alpha1',
            kind: 'SealedSecret',
            name: 'full',
            uid: owner?.metadata.uid,
            controller: true,
          },
        ],
      },
    });
    expect(valuesOf('full')).toEqual({
      USER: 'observer',
      PASS: 's3cret',
      URL: 'postgres://observer:s3cret@db',
    });
    expect(eventsAbout(cluster, 'full')).toEqual([
      'Unsealed: SealedSecret unsealed successfully',
    ]);
  });

  it.each(['namespace-wide', 'cluster-wide'] as const)(
    'opens what is %s under any name',
    async scope => {
      await apply(
        sealedSecret(
          `renamed-${scope}`,
          { K: seal('original', 'v', scope) },
          { annotations: { [`${PREFIX}/${scope}`]: 'true' } },
        ),
      );
      await eventually(() =>
        expect(valuesOf(`renamed-${scope}`)).toEqual({ K: 'v' }),
      );
    },
  );

  it('says which keys it cannot open, and keeps the Secret as it was', async () => {
    await apply(sealedSecret('half', { A: seal('half', '1') }));
    await eventually(() => expect(valuesOf('half')).toEqual({ A: '1' }));
    await apply(
      sealedSecret('half', {
        A: seal('half', '2'),
        C: seal('other', '2'),
        B: seal('other', '2'),
      }),
    );
    const message = 'no key could decrypt secret (B, C)';
    await eventually(() =>
      expect(synced('half')).toEqual({
        generation: 2,
        status: 'False',
        message,
      }),
    );
    expect(valuesOf('half')).toEqual({ A: '1' });
    await settle();
    expect(eventsAbout(cluster, 'half')).toContain(
      `ErrUnsealFailed: Failed to unseal: ${message}`,
    );
    await apply(sealedSecret('half', { A: seal('half', '3') }));
    await eventually(() => {
      expect(synced('half')).toEqual({ generation: 3, status: 'True' });
      expect(valuesOf('half')).toEqual({ A: '3' });
    });
  });

  it('does not touch a Secret that is not its own, and never tries again by itself', async () => {
    const plain: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'plain', namespace: 'prod' },
      stringData: { A: 'by hand' },
    };
    await apply(plain, sealedSecret('plain', { A: seal('plain', 'sealed') }));
    await eventually(() =>
      expect(synced('plain')).toEqual({
        generation: 1,
        status: 'False',
        message:
          'failed update: Resource "plain" already exists and is not managed by SealedSecret',
      }),
    );
    await eventually(() =>
      expect(
        cluster
          .list('v1', 'Event')
          .find(event => event.reason === 'ErrUpdateFailed'),
      ).toMatchObject({
        message:
          'Resource "plain" already exists and is not managed by SealedSecret',
        count: 6,
      }),
    );
    // Deleting a Secret that was never the controller's does not wake it up.
    await cluster.delete('v1', 'Secret', 'plain', 'prod');
    await settle();
    expect(secretOf('plain')).toBeUndefined();
  });

  it('takes over a Secret that says `managed`, and adds to one that says `patch`', async () => {
    const existing = (name: string, annotation: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace: 'prod',
        annotations: { [`${PREFIX}/${annotation}`]: 'true' },
      },
      stringData: { A: 'old', B: 'old' },
    });
    await apply(
      existing('taken', 'managed'),
      existing('patched', 'patch'),
      sealedSecret('taken', { A: seal('taken', 'new') }),
      sealedSecret('patched', { A: seal('patched', 'new') }),
    );
    await eventually(() => {
      expect(valuesOf('taken')).toEqual({ A: 'new' });
      expect(valuesOf('patched')).toEqual({ A: 'new', B: 'old' });
    });
    expect(secretOf('taken')?.metadata.ownerReferences).toHaveLength(1);
    expect(secretOf('taken')?.metadata.annotations).toBeUndefined();
    expect(secretOf('patched')?.metadata.ownerReferences).toBeUndefined();
  });

  it('makes a deleted Secret again, and leaves an edited one as it is', async () => {
    await apply(sealedSecret('drift', { A: seal('drift', '1') }));
    await eventually(() => expect(valuesOf('drift')).toEqual({ A: '1' }));
    const before = secretOf('drift')?.metadata.uid;
    await cluster.delete('v1', 'Secret', 'drift', 'prod');
    await eventually(() => {
      expect(secretOf('drift')?.metadata.uid).not.toBe(before);
      expect(valuesOf('drift')).toEqual({ A: '1' });
    });
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'drift', namespace: 'prod' },
      data: { A: Buffer.from('edited').toString('base64') },
    });
    await settle();
    expect(valuesOf('drift')).toEqual({ A: 'edited' });
  });

  it('ignores a change of the metadata alone', async () => {
    const sealed = { A: seal('meta', '1', 'namespace-wide') };
    await apply(sealedSecret('meta', sealed));
    await eventually(() => expect(synced('meta').status).toBe('False'));
    await settle();
    await apply(
      sealedSecret('meta', sealed, {
        annotations: { [`${PREFIX}/namespace-wide`]: 'true' },
      }),
    );
    await settle();
    expect(synced('meta')).toMatchObject({ generation: 1, status: 'False' });
  });

  it('cannot change an immutable Secret or the type of one', async () => {
    await apply(
      sealedSecret(
        'fixed',
        { A: seal('fixed', '1') },
        { template: { immutable: true } },
      ),
    );
    await eventually(() => expect(secretOf('fixed')?.immutable).toBe(true));
    await apply(
      sealedSecret(
        'fixed',
        { A: seal('fixed', '2') },
        { template: { immutable: true } },
      ),
    );
    await eventually(() =>
      expect(synced('fixed')).toMatchObject({
        status: 'False',
        message: expect.stringMatching(
          /^Secret "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set$/,
        ),
      }),
    );
    expect(eventsAbout(cluster, 'fixed')).toContainEqual(
      expect.stringMatching(
        /^ErrUpdateFailed: Error updating prod\/fixed: the target Secret is immutable\./,
      ),
    );
  });

  it('deletes the Secret with its SealedSecret', async () => {
    await apply(sealedSecret('bye', { A: seal('bye', '1') }));
    await eventually(() => expect(secretOf('bye')).toBeDefined());
    await cluster.delete('bitnami.com/v1alpha1', 'SealedSecret', 'bye', 'prod');
    await eventually(() => expect(secretOf('bye')).toBeUndefined());
  });

  it('serves its certificate and verifies, through the API server', async () => {
    const call = async (port: string, path: string, body?: string) =>
      fetch(
        `${cluster.url}/api/v1/namespaces/kube-system/services/http:sealed-secrets-controller:${port}/proxy/${path}`,
        {
          method: body === undefined ? 'GET' : 'POST',
          headers: { authorization: `Bearer ${cluster.token}` },
          body,
        },
      );
    for (const port of ['8080', '']) {
      const answer = await call(port, 'v1/cert.pem');
      expect(await answer.text()).toBe(cluster.sealingCertificate());
    }
    expect((await call('9999', 'v1/cert.pem')).status).toBe(503);
    const verify = async (object: unknown) =>
      (await call('8080', 'v1/verify', JSON.stringify(object))).status;
    expect(await verify(sealedSecret('v', { A: seal('v', '1') }))).toBe(200);
    expect(await verify(sealedSecret('w', { A: seal('v', '1') }))).toBe(409);
    expect(await verify({ kind: 'Secret' })).toBe(500);
  });

  it('opens with old keys after a renewal, and serves the new certificate', async () => {
    const old = cluster.sealingCertificate();
    const sealedBefore = seal('renewed', 'before');
    const renewed = await cluster.renewSealingKey();
    expect(renewed).not.toBe(old);
    expect(cluster.sealingCertificate()).toBe(renewed);
    await apply(
      sealedSecret('renewed', { A: sealedBefore, B: seal('renewed', 'after') }),
    );
    await eventually(() =>
      expect(valuesOf('renewed')).toEqual({ A: 'before', B: 'after' }),
    );
  }, 60_000);

  it('does nothing while it is scaled away, and takes everything up when it is back', async () => {
    const scale = async (replicas: number) => {
      const response = await fetch(
        `${cluster.url}/apis/apps/v1/namespaces/kube-system/deployments/sealed-secrets-controller/scale`,
        {
          method: 'PATCH',
          headers: {
            authorization: `Bearer ${cluster.token}`,
            'content-type': 'application/merge-patch+json',
          },
          body: JSON.stringify({ spec: { replicas } }),
        },
      );
      expect(response.status).toBe(200);
      await eventually(() =>
        expect(
          recordAt(
            cluster.get(
              'apps/v1',
              'Deployment',
              'sealed-secrets-controller',
              'kube-system',
            ),
            'status',
          ).readyReplicas ?? 0,
        ).toBe(replicas),
      );
    };
    await scale(0);
    await apply(sealedSecret('waiting', { A: seal('waiting', '1') }));
    await settle();
    expect(secretOf('waiting')).toBeUndefined();
    expect(synced('waiting').status).toBeUndefined();
    const proxied = await fetch(
      `${cluster.url}/api/v1/namespaces/kube-system/services/http:sealed-secrets-controller:8080/proxy/v1/cert.pem`,
      { headers: { authorization: `Bearer ${cluster.token}` } },
    );
    expect(proxied.status).toBe(503);
    expect(await proxied.json()).toMatchObject({
      message: 'no endpoints available for service "sealed-secrets-controller"',
    });
    await scale(1);
    await eventually(() => expect(valuesOf('waiting')).toEqual({ A: '1' }));
  });
});
