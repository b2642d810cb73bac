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

/**
 * The forms that a value commonly takes on its way into a text, by name. A
 * text that holds one of them gives the value away.
 */
export function encodingsOf(value: string): Record<string, string> {
  const bytes = Buffer.from(value, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = bytes.toString('base64');
  return {
    raw: value,
    base64: base64.replace(/=+$/, ''),
    base64url: bytes.toString('base64url'),
    // Inside a longer text, base64 depends on where the value begins.
    base64AtOne: inner(Buffer.concat([Buffer.from('x'), bytes]), 4),
    base64AtTwo: inner(Buffer.concat([Buffer.from('xx'), bytes]), 4),
    doubleBase64: Buffer.from(base64).toString('base64').replace(/=+$/, ''),
    hex,
    upperHex: hex.toUpperCase(),
    url: encodeURIComponent(value),
    json: JSON.stringify(value).slice(1, -1),
    doubleJson: JSON.stringify(JSON.stringify(value)).slice(3, -3),
    html: value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('"', '&quot;'),
    reversed: [...value].reverse().join(''),
    bytes: [...bytes].join(','),
    utf16: bytes.toString('latin1').split('').join('\0'),
  };
}

function inner(bytes: Buffer, cut: number): string {
  return bytes.toString('base64').replace(/=+$/, '').slice(cut, -cut);
}

/** Names of the forms of the value that a text holds. */
export function findEncodings(value: string, text: string): string[] {
  return Object.entries(encodingsOf(value))
    .filter(([, form]) => text.includes(form))
    .map(([name]) => name);
}
