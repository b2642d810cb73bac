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
  qualifiedKind,
  qualifiedResource,
  ResourceDefinition,
} from '../resources/ResourceDefinition';
import { ApiStatusError, StatusCause } from './ApiStatusError';

type Named = Pick<ResourceDefinition, 'group' | 'plural' | 'kind'>;

function resourceDetails(definition: Named, name: string) {
  return {
    ...(name ? { name } : {}),
    ...(definition.group ? { group: definition.group } : {}),
    kind: definition.plural,
  };
}

export function unauthorized(): ApiStatusError {
  return new ApiStatusError({
    code: 401,
    reason: 'Unauthorized',
    message: 'Unauthorized',
  });
}

export function notFound(definition: Named, name: string): ApiStatusError {
  return new ApiStatusError({
    code: 404,
    reason: 'NotFound',
    message: `${qualifiedResource(definition)} "${name}" not found`,
    details: resourceDetails(definition, name),
  });
}

export function alreadyExists(definition: Named, name: string): ApiStatusError {
  return new ApiStatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualifiedResource(definition)} "${name}" already exists`,
    details: resourceDetails(definition, name),
  });
}

export function conflict(
  definition: Named,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): ApiStatusError {
  return new ApiStatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${qualifiedResource(
      definition,
    )} "${name}": ${why}`,
    details: resourceDetails(definition, name),
  });
}

export function badRequest(message: string): ApiStatusError {
  return new ApiStatusError({ code: 400, reason: 'BadRequest', message });
}

export function methodNotAllowed(): ApiStatusError {
  return new ApiStatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

export function unsupportedMediaType(accepted: string[]): ApiStatusError {
  return new ApiStatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
      ', ',
    )}`,
  });
}

export function expired(
  message: string,
  continueToken?: string,
): ApiStatusError {
  return new ApiStatusError({
    code: 410,
    reason: 'Expired',
    message,
    continueToken,
  });
}

export function resourceVersionTooLarge(
  asked: number,
  current: number,
): ApiStatusError {
  return new ApiStatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  });
}

/** A validation failure; the message repeats every cause, as the API's does. */
export function invalid(
  definition: Pick<ResourceDefinition, 'group' | 'kind'>,
  name: string,
  causes: StatusCause[],
): ApiStatusError {
  const sentences = causes.map(cause => `${cause.field}: ${cause.message}`);
  const text =
    sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  return new ApiStatusError({
    code: 422,
    reason: 'Invalid',
    message: `${qualifiedKind(definition)} "${name}" is invalid: ${text}`,
    details: {
      ...(name ? { name } : {}),
      ...(definition.group ? { group: definition.group } : {}),
      kind: definition.kind,
      causes,
    },
  });
}

export function forbidden(
  definition: { group: string; plural: string },
  options: {
    user: string;
    verb: string;
    subresource?: string;
    name?: string;
    namespace?: string;
  },
): ApiStatusError {
  const { user, verb, subresource, name, namespace } = options;
  const resource = subresource
    ? `${definition.plural}/${subresource}`
    : definition.plural;
  const subject = `${qualifiedResource(definition)}${name ? ` "${name}"` : ''}`;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return new ApiStatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${subject} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${definition.group}" ${scope}`,
    details: {
      ...(name ? { name } : {}),
      ...(definition.group ? { group: definition.group } : {}),
      kind: definition.plural,
    },
  });
}
