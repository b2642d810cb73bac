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

import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  assertCertificateIsCurrent,
  findReencryptions,
  FoundReencryption,
  ParsedSealingCertificate,
  parseSealingCertificate,
  reencryptSecrets,
  sealValue,
} from '@safekeep/backstage-plugin-safekeep-node';
import { reencryptAll, ReencryptionPace } from '../reencryption/reencryptAll';
import { ReencryptionSource } from '../reencryption/ReencryptionSource';
import { planAndWrite } from '../workspace/planAndWrite';
import { readWorkspace } from '../workspace/readWorkspace';
import { outputChange } from './changeOutput';
import { examples } from './reencryptSecrets.examples';
import { changeOutput } from './sealingSchema';

/**
 * Options of {@link createReencryptSecretsAction}.
 *
 * @public
 */
export interface ReencryptSecretsActionOptions {
  /** Who re-encrypts; without it the action says that it cannot. */
  reencryption?: ReencryptionSource;
  /** How fast the controller is asked; two a second by default. */
  pace?: Partial<ReencryptionPace>;
  /** The clock; tests set it. */
  now?: () => Date;
}

/** In a branch: a Secret's name has no capital letter, so that this names none. */
const SEVERAL = 'ALL';

/**
 * `safekeep:secret:re-encrypt`: has values sealed with the newest certificate,
 * without knowing them.
 *
 * @public
 */
export function createReencryptSecretsAction(
  options: ReencryptSecretsActionOptions,
) {
  return createTemplateAction({
    id: 'safekeep:secret:re-encrypt',
    description:
      'Has the cluster’s controller encrypt values of SealedSecrets with its newest key: of one SealedSecret, or of all in the workspace. Only ciphertexts change; values, template and everything else stay, and nothing restarts. By default only what was not sealed with the newest certificate is re-encrypted; without any there is no change. When one cannot be re-encrypted, no file is changed. The values are opened in the cluster and never leave it.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z =>
          z
            .string({
              description: 'Configured cluster whose controller re-encrypts',
            })
            .optional(),
        namespace: z =>
          z
            .string({
              description:
                'Only SealedSecrets of this namespace; needed where neither the file nor a kustomization says one',
            })
            .optional(),
        name: z =>
          z
            .string({
              description:
                'Only the SealedSecret of this name; by default all of the folder',
            })
            .optional(),
        folder: z =>
          z
            .string({
              description:
                'Folder of the workspace to look in; by default all of it',
            })
            .optional(),
        path: z =>
          z
            .string({ description: 'Only this file of the workspace' })
            .optional(),
        includeCurrent: z =>
          z
            .boolean({
              description:
                'Re-encrypt what was sealed with the newest certificate too; by default no',
            })
            .optional(),
      },
      output: {
        ...changeOutput,
        keys: z => z.array(z.string()).describe('Keys that were re-encrypted'),
        secrets: z =>
          z
            .array(z.string())
            .describe('SealedSecrets that were re-encrypted: namespace/name'),
        current: z =>
          z.number({
            description:
              'How many SealedSecrets were sealed with the newest certificate already',
          }),
        certificate: z =>
          z.string({ description: 'Fingerprint of the newest certificate' }),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const source = options.reencryption;
      if (!source) {
        throw new InputError(
          'Only a cluster’s controller can re-encrypt, and there is none to ask here',
        );
      }
      const now = options.now?.() ?? new Date();
      const call = {
        cluster: input.cluster || undefined,
        getCredentials: () => ctx.getInitiatorCredentials(),
        signal,
      };
      const certificate = parseSealingCertificate(
        await source.getCertificate(call),
      );
      assertCertificateIsCurrent(certificate, now);
      const what = {
        certificate,
        folder: input.folder || undefined,
        namespace: input.namespace || undefined,
        name: input.name || undefined,
        path: input.path || undefined,
        includeCurrent: input.includeCurrent,
      };
      const files = await readWorkspace(ctx.workspacePath, logger);
      const { targets } = findReencryptions(files, what);
      logger.info(
        `${targets.length} SealedSecrets to re-encrypt with certificate ${certificate.fingerprint}`,
      );

      let ciphertexts: Map<string, Record<string, string>>;
      if (ctx.isDryRun) {
        ciphertexts = placeholders(targets, certificate);
      } else {
        ciphertexts = await reencryptAll(targets, {
          ...{ source, call, logger },
          pace: options.pace,
        });
        if (targets.length > 0) {
          assertStillNewest(certificate, await source.getCertificate(call));
        }
      }
      const plan = (read: Map<string, string>) =>
        reencryptSecrets(read, { ...what, now, ciphertexts });
      const planned = ctx.isDryRun
        ? plan(files)
        : await planAndWrite({
            workspacePath: ctx.workspacePath,
            logger,
            checkpoint: ctx.checkpoint,
            checkpointKey: 'safekeep.re-encrypt',
            plan,
          });
      if (planned.changes.length === 0) {
        logger.info(
          `Nothing to re-encrypt: ${planned.current} SealedSecrets have the newest certificate`,
        );
      }
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: 'reencrypt',
        name: targets.length === 1 ? targets[0].name : SEVERAL,
      });
      ctx.output('keys', planned.keys);
      ctx.output('secrets', planned.reencryptedSecrets);
      ctx.output('current', planned.current);
      ctx.output('certificate', certificate.fingerprint);
    },
  });
}

/** For a dry run, which asks the controller for nothing and writes nothing. */
function placeholders(
  targets: FoundReencryption[],
  certificate: ParsedSealingCertificate,
): Map<string, Record<string, string>> {
  const value = new Uint8Array();
  return new Map(
    targets.map(({ id, encryptedData }) => [
      id,
      Object.fromEntries(
        Object.keys(encryptedData).map(key => [
          key,
          sealValue({ certificate, label: '', value }),
        ]),
      ),
    ]),
  );
}

/** What is recorded as the newest must be what the controller sealed with. */
function assertStillNewest(
  certificate: ParsedSealingCertificate,
  pem: string,
): void {
  const { fingerprint } = parseSealingCertificate(pem);
  if (fingerprint !== certificate.fingerprint) {
    throw new ConflictError(
      `The controller renewed its key meanwhile (${certificate.fingerprint} became ${fingerprint}). No file was changed; run it again`,
    );
  }
}
