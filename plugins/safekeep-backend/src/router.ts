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
  safekeepChangeProposePermission,
  safekeepStatusReadPermission,
  SealingCertificate,
} from '@safekeep/backstage-plugin-safekeep-common';
import express, { Request } from 'express';
import Router from 'express-promise-router';
import {
  hasPermission,
  requirePermission,
} from './permissions/requirePermission';
import { StatusService } from './status/StatusService';

export interface RouterOptions {
  auditor: AuditorService;
  catalog: CatalogService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  status: Pick<StatusService, 'describe'>;
  /** Undefined for a cluster that is not configured. */
  sealingCertificateOf(
    cluster: string,
  ): Promise<SealingCertificate> | undefined;
}

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

  return router;
}
