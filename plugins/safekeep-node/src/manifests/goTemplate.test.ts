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

import fc from 'fast-check';
import { readTemplateReferences, renameTemplateReferences } from './goTemplate';

function keysIn(template: string): string[] {
  return readTemplateReferences(template).map(({ key }) => key);
}

describe('readTemplateReferences', () => {
  it.each([
    ['plain text', []],
    ['{{ .A }}', ['A']],
    ['{{.A}}{{- .B -}}', ['A', 'B']],
    ['{{ $.A }}', ['A']],
    ['{{ .A | b64enc | quote }}', ['A']],
    ['{{ printf "%s:%s" .A .B }}', ['A', 'B']],
    ['{{ (.A) }}', ['A']],
    ['{{ index . "a-b" }}', ['a-b']],
    ['{{ index $ `tls.crt` }}', ['tls.crt']],
    ['{{ get . "A" }}', ['A']],
    ['{{ $x := .A }}{{ $x.B }}', ['A']],
    ['{{ .A.B }}', ['A']],
    ['{{ (index . "A").B }}', ['A']],
    ['{{/* .A {{ */}}', []],
    ['{{- /* .A */ -}} {{ .B }}', ['B']],
    ['{{ "}} .A" }}', []],
    ["{{ '\"' }}{{ .A }}", ['A']],
    ['{{ if .A }}x{{ else if .B }}y{{ end }}', ['A', 'B']],
    ['{{\n  .A\n}}', ['A']],
    ['{{ . }}', []],
    ['{{ range $key, $value := . }}{{ $key }}{{ end }}', []],
  ])('reads %s', (template, keys) => {
    expect(keysIn(template)).toEqual(keys);
  });

  it('knows where the dot is something else', () => {
    const scoped = readTemplateReferences(
      '{{ with .A }}{{ .B }}{{ $.C }}{{ end }}{{ .D }}',
    ).map(({ key, isScoped }) => [key, isScoped]);
    expect(scoped).toEqual([
      ['A', false],
      ['B', true],
      ['C', false],
      ['D', false],
    ]);
  });

  it.each([
    ['{{ .A', 'an action "{{" is not closed'],
    ['a\nb\n{{ .A', 'on its line 3'],
    ['{{ }}', 'an action is empty'],
    ['{{ "a }}', 'a quotation is not closed'],
    ['{{ (.A }}', 'a parenthesis is not closed'],
    ['{{ .A) }}', 'a parenthesis is closed twice'],
    ['{{ if .A }}', '"if" has no "end"'],
    ['{{ end }}', '"end" closes nothing'],
    ['{{ else }}', '"else" belongs to nothing'],
    ['{{ if }}{{ end }}', '"if" asks for nothing'],
    ['{{/* a', 'a comment is not closed'],
    ['{{ .A ; }}', 'a character that has no meaning'],
  ])('refuses %s', (template, message) => {
    expect(() => readTemplateReferences(template)).toThrow(message);
  });
});

describe('renameTemplateReferences', () => {
  it.each([
    ['.A {{ .A }} .A', '.A {{ .B }} .A'],
    ['{{ $.A }}', '{{ $.B }}'],
    [
      '{{ index . "A" }}{{ index $ `A` }}',
      '{{ index . "B" }}{{ index $ `B` }}',
    ],
    ['{{ .C | quote }}', '{{ (index . "c.new") | quote }}'],
    ['{{ $.C }}', '{{ (index $ "c.new") }}'],
    ['{{ .AA }}{{ "A" }}{{/* .A */}}', '{{ .AA }}{{ "A" }}{{/* .A */}}'],
  ])('makes of %s', (before, after) => {
    const rename = new Map([
      ['A', 'B'],
      ['C', 'c.new'],
    ]);
    expect(renameTemplateReferences(before, rename)).toBe(after);
  });

  it('changes nothing but the references, and comes back the same way', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{{ .A }}',
        '{{- .B | quote -}}',
        '{{ $.A }}',
        '{{ if .B }}x{{ end }}',
        '{{ index . "A" }}',
        '{{/* .A */}}',
      ),
      fc.string().filter(text => !text.includes('{')),
    );
    const swap = new Map([
      ['A', 'B'],
      ['B', 'A'],
    ]);
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        const template = pieces.join('');
        const renamed = renameTemplateReferences(template, swap);
        expect(keysIn(renamed)).toEqual(
          keysIn(template).map(key => swap.get(key) ?? key),
        );
        expect(renameTemplateReferences(renamed, swap)).toBe(template);
      }),
    );
  });
});
