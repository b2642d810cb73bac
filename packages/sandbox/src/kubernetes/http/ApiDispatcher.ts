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

import { IncomingMessage, ServerResponse } from 'node:http';
import { AccessControl } from '../access/AccessControl';
import { handleDiscovery } from '../discovery/discoveryHandler';
import { handleOpenApi } from '../discovery/openapiHandler';
import { ServiceProxy } from '../proxy/ServiceProxy';
import { ObjectRegistry } from '../registry/ObjectRegistry';
import { ApiStatusError } from '../status/ApiStatusError';
import { forbidden, methodNotAllowed, unauthorized } from '../status/refusals';
import { handleWatch, WatchSettings } from '../watch/watchHandler';
import { WatchStream } from '../watch/WatchStream';
import { ApiCall } from './ApiCall';
import { handleLog, PodLog } from './logHandler';
import { handleList, presentationOf } from './readHandlers';
import { parseResourcePath, ResourcePath } from './requestPath';
import { handleReview } from './reviewHandler';
import { handleScale } from './scaleHandler';
import {
  handleCreate,
  handleDelete,
  handleDeleteCollection,
  handlePatch,
  handleUpdate,
} from './writeHandlers';

export interface DispatcherOptions {
  registry: ObjectRegistry;
  access: AccessControl;
  proxy: ServiceProxy;
  podLog: PodLog;
  watches: WatchSettings;
  now: () => Date;
  token: string;
  user: string;
}

/** From a request to the handler that answers it: who asks, whether they may, what for. */
export class ApiDispatcher {
  static create(options: DispatcherOptions): ApiDispatcher {
    return new ApiDispatcher(options);
  }

  readonly #watches = new Set<WatchStream>();

  private constructor(private readonly options: DispatcherOptions) {}

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const call = new ApiCall(request, response, this.options.user);
    try {
      if (request.headers.authorization !== `Bearer ${this.options.token}`) {
        throw unauthorized();
      }
      await this.#dispatch(call);
    } catch (error) {
      answerFailure(call, error);
    }
  }

  endWatches(): void {
    for (const watch of this.#watches) {
      watch.end();
    }
  }

  async #dispatch(call: ApiCall): Promise<void> {
    const { registry, access, now } = this.options;
    const { resources } = registry;
    if (
      call.method === 'GET' &&
      (handleDiscovery(call, resources) || handleOpenApi(call, resources))
    ) {
      return;
    }
    const path = parseResourcePath(call.pathname, resources);
    if (!path) {
      call.text(404, '404 page not found\n');
      return;
    }
    const { definition, subresource } = path;
    const verb = verbOf(call, path);
    const attempt = {
      verb,
      resource: subresource
        ? `${definition.plural}/${subresource}`
        : definition.plural,
      group: definition.group,
      namespace: path.namespace,
    };
    if (!access.isAllowed(attempt)) {
      throw forbidden(definition, { ...path, user: call.user, verb });
    }
    if (definition.kind.startsWith('SelfSubject') && verb === 'create') {
      await handleReview(call, definition.kind, access, now);
    } else if (!definition.verbs.includes(verb)) {
      throw methodNotAllowed();
    } else if (subresource && subresource !== 'status') {
      await this.#subresource(call, path);
    } else {
      await this.#resource(call, path, verb);
    }
  }

  async #subresource(call: ApiCall, path: ResourcePath): Promise<void> {
    const { registry, proxy, podLog, now } = this.options;
    if (path.subresource === 'proxy') {
      await proxy.handle(call, path);
    } else if (path.subresource === 'scale' && call.method !== 'POST') {
      await handleScale(call, path, registry);
    } else if (path.subresource === 'log' && call.method === 'GET') {
      handleLog(call, path, registry, podLog);
    } else if (path.subresource === 'finalize' && call.method === 'PUT') {
      await handleUpdate(call, path, registry, now);
    } else {
      throw methodNotAllowed();
    }
  }

  async #resource(
    call: ApiCall,
    path: ResourcePath,
    verb: string,
  ): Promise<void> {
    const { registry, now } = this.options;
    switch (verb) {
      case 'get': {
        const object = registry.get(
          path.definition,
          path.namespace,
          path.name ?? '',
        );
        call.json(200, presentationOf(call, path.definition, now).one(object));
        return;
      }
      case 'list':
        handleList(call, path, registry.store, now);
        return;
      case 'watch':
        this.#watch(call, path);
        return;
      case 'create':
        if (path.name || (path.definition.namespaced && !path.namespace)) {
          throw methodNotAllowed();
        }
        await handleCreate(call, path, registry, now);
        return;
      case 'update':
        await handleUpdate(call, path, registry, now);
        return;
      case 'patch':
        await handlePatch(call, path, registry, now);
        return;
      case 'delete':
        await handleDelete(call, path, registry, now);
        return;
      default:
        await handleDeleteCollection(call, path, registry, now);
    }
  }

  #watch(call: ApiCall, path: ResourcePath): void {
    const { registry, now, watches } = this.options;
    const stream = handleWatch(call, path, registry.store, now, watches);
    this.#watches.add(stream);
    call.response.once('close', () => this.#watches.delete(stream));
  }
}

function verbOf(call: ApiCall, path: ResourcePath): string {
  const { name, subresource } = path;
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      if (call.flag('watch') && !subresource) {
        return 'watch';
      }
      return name ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
    case 'PATCH':
      if (!name) {
        throw methodNotAllowed();
      }
      return call.method === 'PUT' ? 'update' : 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      throw methodNotAllowed();
  }
}

function answerFailure(call: ApiCall, error: unknown): void {
  if (call.response.headersSent) {
    call.response.end();
    return;
  }
  if (error instanceof ApiStatusError) {
    const retry = error.status.details?.retryAfterSeconds;
    if (retry) {
      call.response.setHeader('retry-after', String(retry));
    }
    call.json(error.code, error.status);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  call.json(
    500,
    new ApiStatusError({
      code: 500,
      reason: 'InternalError',
      message: `Internal error occurred: ${message}`,
    }).status,
  );
}
