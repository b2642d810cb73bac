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

import MarkdownIt from 'markdown-it';
import { Html } from './html';

const SAFE_LINK = /^(https?:|[/#.])/i;

function createRenderer(): MarkdownIt {
  // Without `html`, markup in the text is text; images would fetch from
  // wherever a text says.
  const markdown = new MarkdownIt({ html: false }).disable('image');
  markdown.validateLink = url => SAFE_LINK.test(url);

  const { rules } = markdown.renderer;
  rules.link_open = (tokens, index, options, _, renderer) => {
    tokens[index].attrSet('rel', 'nofollow noopener');
    return renderer.renderToken(tokens, index, options);
  };
  // A page has its own h1, so that a document's starts one below.
  markdown.core.ruler.push('lower_headings', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type.startsWith('heading_')) {
        token.tag = `h${Math.min(Number(token.tag.slice(1)) + 1, 6)}`;
      }
    }
  });
  return markdown;
}

const RENDERER = createRenderer();

/**
 * Renders the Markdown of pull requests and READMEs. Text never becomes markup,
 * and links go only to http, https and places in the same site.
 */
export function renderMarkdown(source: string): Html {
  return new Html(RENDERER.render(source));
}
