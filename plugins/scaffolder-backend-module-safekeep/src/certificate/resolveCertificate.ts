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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  assertCertificateIsCurrent,
  ParsedSealingCertificate,
  parseSealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-node';
import { readWorkspaceFile } from '../workspace/readWorkspace';
import { CertificateUrlReader } from './CertificateUrlReader';
import { SealingCertificateSource } from './SealingCertificateSource';

/** What an action was run with that may tell the certificate. */
interface CertificateContext {
  input: { certificate?: string; cluster?: string };
  workspacePath: string;
  getInitiatorCredentials(): Promise<BackstageCredentials>;
  signal?: AbortSignal;
}

/** Where one comes from that the workspace does not have. */
interface CertificateSources {
  certificates?: SealingCertificateSource;
  certificateUrls?: CertificateUrlReader;
}

/**
 * The certificate to seal with: the one that the input gives (its text, its
 * address, or its path in the workspace), else the one that the cluster hands
 * out now.
 *
 * @throws InputError when there is none, or it has expired.
 */
export async function resolveCertificate(
  ctx: CertificateContext,
  sources: CertificateSources,
  now: Date,
): Promise<ParsedSealingCertificate> {
  const parsed = parseSealingCertificate(await findPem(ctx, sources));
  assertCertificateIsCurrent(parsed, now);
  return parsed;
}

async function findPem(
  ctx: CertificateContext,
  { certificates, certificateUrls }: CertificateSources,
): Promise<string> {
  const { certificate, cluster } = ctx.input;
  if (certificate) {
    if (certificate.includes('-----BEGIN')) {
      return certificate;
    }
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(certificate)) {
      return readWorkspaceFile(ctx.workspacePath, certificate, 'certificate');
    }
    if (!certificateUrls) {
      throw new InputError(
        'A certificate cannot be read from an address here; give its text, or its path in the workspace',
      );
    }
    return certificateUrls.readCertificate(certificate, {
      signal: ctx.signal,
    });
  }
  if (!cluster) {
    throw new InputError(
      'Give the cluster whose certificate to seal with, or the certificate itself',
    );
  }
  if (!certificates) {
    throw new InputError(
      `The certificate of cluster ${cluster} can only be had from Backstage; give the certificate itself`,
    );
  }
  return certificates.getCertificate({
    cluster,
    credentials: await ctx.getInitiatorCredentials(),
    signal: ctx.signal,
  });
}
