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

/* eslint-disable jest/no-export -- a part of interop.test.ts */

import { explainSealedSecretMessage } from '@safekeep/backstage-plugin-safekeep-common';
import {
  sealIntoManifest,
  SealingScope,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parse } from 'yaml';
import { KubernetesObject } from '../support/kubernetes';
import { InteropRun } from './InteropRun';
import { expectOpened, settledSecret } from './openedSecrets';
import { plainCase, SecretCase } from './SecretCase';

interface Event extends KubernetesObject {
  type: string;
  reason: string;
  message: string;
  involvedObject: { name: string; kind: string };
  reportingComponent: string;
}

interface Manifest {
  metadata: {
    name: string;
    namespace: string;
    annotations: Record<string, string>;
  };
  spec: { template: { metadata: Manifest['metadata'] } };
}

/** What somebody does to a file after it was sealed. */
interface Move {
  what: string;
  scope: SealingScope;
  move: (manifest: Manifest, run: InteropRun) => void;
}

const NAMESPACE_WIDE = 'sealedsecrets.bitnami.com/namespace-wide';
const CLUSTER_WIDE = 'sealedsecrets.bitnami.com/cluster-wide';

function inBothPlaces(
  { metadata, spec }: Manifest,
  change: (place: Manifest['metadata']) => void,
): void {
  change(metadata);
  spec.template.metadata.annotations ??= {};
  change(spec.template.metadata);
}

const rename = (manifest: Manifest) =>
  inBothPlaces(manifest, place => {
    place.name = `${place.name}-renamed`;
  });

const elsewhere = (manifest: Manifest, { namespaces }: InteropRun) =>
  inBothPlaces(manifest, place => {
    place.namespace = namespaces[2];
  });

const say = (annotation: string) => (manifest: Manifest) =>
  inBothPlaces(manifest, place => {
    place.annotations[annotation] = 'true';
  });

const sayOnlyInTemplate = ({ metadata }: Manifest) => {
  delete metadata.annotations[NAMESPACE_WIDE];
  delete metadata.annotations[CLUSTER_WIDE];
};

const STAYS_CLOSED: Move[] = [
  { what: 'strict, under another name', scope: 'strict', move: rename },
  { what: 'strict, in another namespace', scope: 'strict', move: elsewhere },
  {
    what: 'strict, said to be namespace-wide',
    scope: 'strict',
    move: say(NAMESPACE_WIDE),
  },
  {
    what: 'strict, said to be cluster-wide',
    scope: 'strict',
    move: say(CLUSTER_WIDE),
  },
  {
    what: 'namespace-wide, in another namespace',
    scope: 'namespace-wide',
    move: elsewhere,
  },
  {
    what: 'namespace-wide, said to be cluster-wide as well',
    scope: 'namespace-wide',
    move: say(CLUSTER_WIDE),
  },
  {
    what: 'namespace-wide, said only in the template',
    scope: 'namespace-wide',
    move: sayOnlyInTemplate,
  },
  {
    what: 'cluster-wide, said only in the template',
    scope: 'cluster-wide',
    move: sayOnlyInTemplate,
  },
];

const OPENS: Move[] = [
  {
    what: 'namespace-wide, under another name',
    scope: 'namespace-wide',
    move: rename,
  },
  {
    what: 'cluster-wide, under another name',
    scope: 'cluster-wide',
    move: rename,
  },
  {
    what: 'cluster-wide, in another namespace',
    scope: 'cluster-wide',
    move: elsewhere,
  },
];

/** What becomes of a sealed value in another place than it was sealed for. */
export function describeMoved(run: InteropRun): void {
  function moved({ scope, move }: Move): {
    manifest: Manifest;
    secret: SecretCase;
  } {
    const [namespace] = run.namespaces;
    const secret = plainCase(namespace, scope);
    const { text } = sealIntoManifest({
      ...secret,
      certificate: run.certificate,
      now: new Date(),
    });
    const manifest: Manifest = parse(text);
    move(manifest, run);
    const { name, namespace: other } = manifest.metadata;
    return { manifest, secret: { ...secret, name, namespace: other } };
  }

  describe('what we sealed, in another place', () => {
    it.each(STAYS_CLOSED)('$what: stays closed', async each => {
      const { manifest, secret } = moved(each);
      const { namespace, name } = secret;
      await expect(
        run.kubeseal.validate(JSON.stringify(manifest)),
      ).rejects.toThrow(`error: unable to decrypt sealed secret: ${name}`);

      await run.kubernetes.apply([manifest]);
      const sealed = await settledSecret(run.kubernetes, { namespace, name });
      const message = 'no key could decrypt secret (CANARY)';
      expect(sealed.status?.conditions).toEqual([
        expect.objectContaining({ type: 'Synced', status: 'False', message }),
      ]);
      expect(
        await run.kubernetes.find({ kind: 'secret', namespace, name }),
      ).toBeUndefined();
      expect(await eventsOf(run, { namespace, name })).toContain(
        `sealed-secrets Warning ErrUnsealFailed Failed to unseal: ${message}`,
      );
      expect(
        explainSealedSecretMessage(sealed.status?.conditions?.[0].message, {
          namespace,
          name,
        }).code,
      ).toBe('sealed-secret-wrong-key');
    });

    it.each(OPENS)('$what: opens', async each => {
      const { manifest, secret } = moved(each);
      await run.kubeseal.validate(JSON.stringify(manifest));
      await run.kubernetes.apply([manifest]);
      const opened = await expectOpened(run.kubernetes, secret);
      expect(opened.metadata.annotations).toMatchObject({
        [`sealedsecrets.bitnami.com/${secret.scope}`]: 'true',
      });
      expect(await eventsOf(run, secret)).toContain(
        'sealed-secrets Normal Unsealed SealedSecret unsealed successfully',
      );
    });
  });
}

/** Events are written after the status; one is waited for. */
async function eventsOf(
  run: InteropRun,
  { namespace, name }: { namespace: string; name: string },
): Promise<string[]> {
  for (let i = 0; ; i++) {
    const events = await run.kubernetes.list<Event>({
      kind: 'events',
      namespace,
    });
    const found = events
      .filter(
        ({ involvedObject }) =>
          involvedObject.kind === 'SealedSecret' &&
          involvedObject.name === name,
      )
      .map(
        ({ reportingComponent, type, reason, message }) =>
          `${reportingComponent} ${type} ${reason} ${message}`,
      );
    if (found.length > 0 || i > 20) {
      return found;
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
