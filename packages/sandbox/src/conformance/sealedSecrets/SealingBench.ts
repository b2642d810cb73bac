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

/* eslint-disable jest/no-standalone-expect -- the tests wait for what they expect */

import {
  ParsedSealingCertificate,
  parseSealingCertificate,
  sealingLabel,
  SealingScope,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import { recordAt, recordsAt } from '../../kubernetes/json/isRecord';
import { KubernetesObject } from '../../kubernetes/objects/KubernetesObject';
import { ApiAnswer, ApiRequestOptions, callApi } from '../ApiTarget';
import { ClusterTarget } from '../ClusterTarget';
import { eventually } from '../eventually';
import { TestNamespace } from '../TestNamespace';

export const PREFIX = 'sealedsecrets.bitnami.com';
export const SEALED_SECRETS = 'bitnami.com/v1alpha1 sealedsecrets';

/** The controller tries again five times, which takes it 155 ms. */
const ATTEMPTS = 6;

export interface Synced {
  observedGeneration?: unknown;
  status?: unknown;
  message?: unknown;
}

/** A namespace to seal in, with the certificate of the cluster's own controller. */
export class SealingBench {
  static async create(target: ClusterTarget): Promise<SealingBench> {
    const { namespace, name } = target.sealedSecrets;
    const service = await callApi(
      target,
      'GET',
      `/api/v1/namespaces/${namespace}/services/${name}`,
    );
    const [port] = recordsAt(service.body, 'spec', 'ports');
    const proxy = `/api/v1/namespaces/${namespace}/services/http:${name}:${
      port.name ?? port.port
    }/proxy`;
    const { text } = await callApi(target, 'GET', `${proxy}/v1/cert.pem`);
    return new SealingBench(
      target,
      await TestNamespace.create(target),
      proxy,
      parseSealingCertificate(text),
    );
  }

  private constructor(
    readonly target: ClusterTarget,
    readonly space: TestNamespace,
    private readonly proxy: string,
    readonly certificate: ParsedSealingCertificate,
  ) {}

  /** Asks the controller itself, through the API server. */
  async askController(
    method: string,
    path: string,
    options: ApiRequestOptions = {},
  ): Promise<ApiAnswer> {
    return callApi(this.target, method, `${this.proxy}/${path}`, options);
  }

  seal(
    name: string,
    value: string | Uint8Array,
    options: {
      scope?: SealingScope;
      namespace?: string;
      certificate?: ParsedSealingCertificate;
    } = {},
  ): string {
    const { scope = 'strict', namespace = this.space.name } = options;
    return sealValue({
      certificate: options.certificate ?? this.certificate,
      label: sealingLabel({ scope, namespace, name }),
      value: typeof value === 'string' ? Buffer.from(value) : value,
    });
  }

  sealedSecret(
    name: string,
    encryptedData: Record<string, string>,
    options: { annotations?: Record<string, string>; template?: object } = {},
  ): KubernetesObject {
    const { annotations, template } = options;
    return {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: {
        name,
        namespace: this.space.name,
        ...(annotations ? { annotations } : {}),
      },
      spec: { encryptedData, ...(template ? { template } : {}) },
    };
  }

  /** Creates a SealedSecret of values that are sealed for it. */
  async createSealed(
    name: string,
    values: Record<string, string>,
    template?: object,
  ): Promise<KubernetesObject> {
    const encryptedData = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        this.seal(name, value),
      ]),
    );
    return this.space.create(
      SEALED_SECRETS,
      this.sealedSecret(name, encryptedData, { template }),
    );
  }

  /** Seals other values for it: a change of its spec. */
  async reseal(name: string, values: Record<string, string>): Promise<void> {
    const encryptedData = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        this.seal(name, value),
      ]),
    );
    await this.space.patch(`${SEALED_SECRETS}/${name}`, {
      spec: { encryptedData },
    });
  }

  async read(name: string): Promise<KubernetesObject> {
    return this.space.read(`${SEALED_SECRETS}/${name}`);
  }

  async synced(name: string): Promise<Synced> {
    const object = await this.read(name);
    const [condition] = recordsAt(object, 'status', 'conditions');
    return {
      observedGeneration: recordAt(object, 'status').observedGeneration,
      status: condition?.status,
      message: condition?.message,
    };
  }

  /** Waits until the controller has said this of a generation. */
  async untilSynced(name: string, expected: Synced): Promise<void> {
    await eventually(async () => {
      expect(await this.synced(name)).toEqual(expected);
    }, this.target.patienceMs);
  }

  /** Waits until the controller has failed as often as it will, saying only this. */
  async untilGivenUp(
    name: string,
    event: { reason: string; message: string },
  ): Promise<void> {
    await eventually(async () => {
      const events = await this.space.list(
        `events?fieldSelector=involvedObject.kind=SealedSecret,involvedObject.name=${name}`,
      );
      expect(events).toMatchObject([
        { type: 'Warning', count: ATTEMPTS, ...event },
      ]);
    }, this.target.patienceMs);
  }

  /** The opened values of the Secret of that name. */
  async valuesOf(name: string): Promise<Record<string, string>> {
    const secret = await this.space.read(`secrets/${name}`);
    return Object.fromEntries(
      Object.entries(recordAt(secret, 'data')).map(([key, value]) => [
        key,
        Buffer.from(String(value), 'base64').toString('utf8'),
      ]),
    );
  }

  async eventsAbout(name: string): Promise<string[]> {
    return this.space.eventsAbout('SealedSecret', name);
  }

  async remove(): Promise<void> {
    await this.space.remove();
  }
}
