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
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ReencryptionResult,
  safekeepChangeProposePermission,
  safekeepClustersReadPermission,
  safekeepStatusReadPermission,
  SealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ReencryptionTarget } from '@safekeep/backstage-plugin-safekeep-node';
import express, { Request } from 'express';
import Router from 'express-promise-router';
import {
  hasPermission,
  requirePermission,
} from './permissions/requirePermission';
import { ControllerBusyError } from './reencryption/ControllerBusyError';
import { readReencryptionTarget } from './reencryption/readReencryptionTarget';
import { ClusterService } from './status/ClusterService';
import { StatusService } from './status/StatusService';

export interface RouterOptions {
  auditor: AuditorService;
  catalog: CatalogService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  status: Pick<StatusService, 'describe'>;
  clusters: Pick<ClusterService, 'list'>;
  /** Undefined for a cluster that is not configured. */
  sealingCertificateOf(
    cluster: string,
  ): Promise<SealingCertificate> | undefined;
  /** Undefined for a cluster that is not configured. */
  reencrypt(
    cluster: string,
    target: ReencryptionTarget,
  ): Promise<ReencryptionResult> | undefined;
}

/** A SealedSecret has 1.5 MiB at most. */
const MAX_REENCRYPTION = '2mb';

/**
 * The REST API; `SafekeepApi` in the common package says what it answers.
 */
export async function createRouter(
  options: RouterOptions,
): Promise<express.Router> {
  const { auditor, catalog, httpAuth, permissions, status } = options;
  const router = Router();

  /** Runs one request as an audited event. */
  async function audited<T>(
    request: Request,
    eventId: string,
    meta: Record<string, string>,
    answer: () => Promise<T>,
  ): Promise<T> {
    const event = await auditor.createEvent({
      eventId,
      severityLevel: 'low',
      request,
      meta,
    });
    try {
      const result = await answer();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  }

  router.get(
    '/v1/entities/:kind/:namespace/:name/status',
    async (request, response) => {
      const { kind, namespace, name } = request.params;
      const entityRef = stringifyEntityRef({ kind, namespace, name });
      const body = await audited(
        request,
        'status-read',
        { entityRef },
        async () => {
          const credentials = await httpAuth.credentials(request, {
            allow: ['user', 'service'],
          });
          await requirePermission({
            permissions,
            permission: safekeepStatusReadPermission,
            credentials,
          });
          const entity = await catalog.getEntityByRef(entityRef, {
            credentials,
          });
          if (!entity) {
            throw new NotFoundError(
              `Entity ${entityRef} does not exist, or you may not see it`,
            );
          }
          const mayPropose = await hasPermission({
            permissions,
            permission: safekeepChangeProposePermission,
            credentials,
          });
          return await status.describe(entity, { mayPropose });
        },
      );
      // Express adds the ETag, and answers 304 to who has it already. A page of
      // another origin may only read it when told so.
      response.set('Cache-Control', 'private, no-cache');
      response.append('Access-Control-Expose-Headers', 'ETag');
      response.json(body);
    },
  );

  router.get('/v1/clusters', async (request, response) => {
    const body = await audited(request, 'clusters-read', {}, async () => {
      await requirePermission({
        permissions,
        permission: safekeepClustersReadPermission,
        credentials: await httpAuth.credentials(request, {
          allow: ['user', 'service'],
        }),
      });
      return await options.clusters.list();
    });
    response.set('Cache-Control', 'private, no-cache');
    response.json(body);
  });

  router.get(
    '/v1/clusters/:name/sealing-certificate',
    async (request, response) => {
      const { name } = request.params;
      const body = await audited(
        request,
        'sealing-certificate-read',
        { cluster: name },
        async () => {
          await requirePermission({
            permissions,
            permission: safekeepChangeProposePermission,
            credentials: await httpAuth.credentials(request, {
              allow: ['user', 'service'],
            }),
          });
          const certificate = options.sealingCertificateOf(name);
          if (!certificate) {
            throw new NotFoundError(`Cluster ${name} is not configured`);
          }
          return await certificate;
        },
      );
      response.set('Cache-Control', 'no-store');
      response.json(body);
    },
  );

  router.post(
    '/v1/clusters/:name/re-encrypt',
    // As text: a parser's own error would quote what was sent.
    express.text({ type: () => true, limit: MAX_REENCRYPTION }),
    async (request, response) => {
      const { name } = request.params;
      const body = await audited(
        request,
        'secret-re-encrypt',
        { cluster: name },
        async () => {
          await requirePermission({
            permissions,
            permission: safekeepChangeProposePermission,
            credentials: await httpAuth.credentials(request, {
              allow: ['user', 'service'],
            }),
          });
          const target = readReencryptionTarget(request.body);
          const result = options.reencrypt(name, target);
          if (!result) {
            throw new NotFoundError(`Cluster ${name} is not configured`);
          }
          return await result.catch(error => {
            if (error instanceof ControllerBusyError) {
              response.set(
                'Retry-After',
                String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))),
              );
            }
            throw error;
          });
        },
      );
      response.set('Cache-Control', 'no-store');
      response.json(body);
    },
  );

  return router;
}
