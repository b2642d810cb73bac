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

import { JsonRecord, recordAt } from '../json/isRecord';
import { ApiStatusError } from '../status/ApiStatusError';
import { badRequest } from '../status/refusals';
import { ENVELOPE, Field, Message, MESSAGES } from './messages';

export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

class Reader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get done(): boolean {
    return this.#at >= this.bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.#at++];
      if (byte === undefined) {
        throw badRequest('unexpected end of a protobuf message');
      }
      value += (byte % 128) * factor;
      if (byte < 128) {
        return value;
      }
    }
  }

  content(wireType: number): Buffer {
    const lengths = new Map([
      [1, 8],
      [5, 4],
    ]);
    const length = wireType === 2 ? this.varint() : lengths.get(wireType);
    if (length === undefined || this.#at + length > this.bytes.length) {
      throw badRequest('the protobuf message is malformed');
    }
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}

/**
 * Reads the few kinds that kubectl insists on sending in protobuf (`kubectl
 * create secret`); every other client and command sends JSON.
 */
export function decodeProtobuf(bytes: Buffer): JsonRecord {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw badRequest('provided data does not appear to be a protobuf message');
  }
  const envelope = decodeMessage(bytes.subarray(MAGIC.length), ENVELOPE);
  const { apiVersion, kind } = recordAt(envelope, 'typeMeta');
  const message = MESSAGES.get(String(kind));
  if (!message) {
    throw new ApiStatusError({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: `the sandbox reads no ${String(
        kind,
      )} in protobuf: send JSON, for instance with "kubectl apply -f"`,
    });
  }
  // Bytes come out of the decoder in base64, as JSON has them.
  const raw = Buffer.from(String(envelope.raw ?? ''), 'base64');
  return { apiVersion, kind, ...decodeMessage(raw, message) };
}

function decodeMessage(bytes: Buffer, message: Message): JsonRecord {
  const result: JsonRecord = {};
  const reader = new Reader(bytes);
  while (!reader.done) {
    const tag = reader.varint();
    const field = message[Math.floor(tag / 8)];
    const value = tag % 8 === 0 ? reader.varint() : reader.content(tag % 8);
    if (!field) {
      continue;
    }
    const decoded = decodeValue(value, field);
    const before = result[field.name];
    if (field.repeated) {
      result[field.name] = [...(Array.isArray(before) ? before : []), decoded];
    } else if (field.type === 'map') {
      result[field.name] = {
        ...(before as JsonRecord),
        ...(decoded as object),
      };
    } else {
      result[field.name] = decoded;
    }
  }
  return result;
}

function decodeValue(value: Buffer | number, field: Field): unknown {
  if (typeof value === 'number') {
    return field.type === 'bool' ? value !== 0 : value;
  }
  switch (field.type) {
    case 'message':
      return decodeMessage(value, field.message ?? {});
    case 'map': {
      const entry = decodeMessage(value, {
        1: { name: 'key', type: 'string' },
        2: { name: 'value', type: field.values ?? 'string' },
      });
      return { [String(entry.key ?? '')]: entry.value ?? '' };
    }
    case 'bytes':
      return value.toString('base64');
    default:
      return value.toString('utf8');
  }
}
