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

import { Readable } from 'stream';
import { StringDecoder } from 'string_decoder';
import { ClusterFailure } from './ClusterFailure';

/** etcd takes objects of 1.5 MiB; a Status or an event adds little to that. */
const MAX_LINE_LENGTH = 8 * 1024 * 1024;
/** A page of a list; a page of 500 large Deployments is some 10 MiB. */
const MAX_BODY_LENGTH = 128 * 1024 * 1024;

async function* readText(
  body: Readable,
  silenceMs: number,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const fellSilent = () =>
    body.destroy(new ClusterFailure('unreachable', 'it fell silent'));
  let timer = setTimeout(fellSilent, silenceMs);
  try {
    for await (const chunk of body) {
      // The time that the reader takes is not the other side's silence.
      clearTimeout(timer);
      yield decoder.write(chunk);
      timer = setTimeout(fellSilent, silenceMs);
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new ClusterFailure(
      'unreachable',
      'it sent something that is not JSON',
    );
  }
}

/**
 * Reads a stream of JSON documents, one a line, in batches as they arrive. An
 * unfinished last line is left out: it is sent again to who resumes.
 */
export async function* readJsonLines(
  body: Readable,
  options: { silenceMs: number },
): AsyncGenerator<unknown[]> {
  let rest = '';
  for await (const text of readText(body, options.silenceMs)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH) {
      throw new ClusterFailure('unreachable', 'it sent an endless line');
    }
    const batch = [];
    for (const line of lines) {
      if (line.trim() !== '') {
        batch.push(parse(line));
      }
    }
    yield batch;
  }
}

/**
 * Reads a whole body as text.
 */
export async function readBody(
  body: Readable,
  options: { silenceMs: number; maxLength?: number },
): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const text of readText(body, options.silenceMs)) {
    length += text.length;
    if (length > (options.maxLength ?? MAX_BODY_LENGTH)) {
      throw new ClusterFailure('unreachable', 'its answer is too large');
    }
    parts.push(text);
  }
  return parts.join('');
}

/**
 * Reads a whole body as JSON.
 */
export async function readJson(
  body: Readable,
  options: { silenceMs: number; maxLength?: number },
): Promise<unknown> {
  return parse(await readBody(body, options));
}
