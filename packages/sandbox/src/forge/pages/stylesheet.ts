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

/** The one stylesheet of the forge's pages, light or dark as the reader's system is. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --back: #ffffff; --front: #1f2328; --quiet: #59636e; --line: #d1d9e0;
  --panel: #f6f8fa; --link: #0969da; --focus: #0969da;
  --good: #1a7f37; --bad: #d1242f; --done: #8250df; --on-state: #ffffff;
  --plus: #1a7f37; --minus: #cf222e; --added: #dafbe1; --removed: #ffebe9; --hunk: #ddf4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0d1117; --front: #e6edf3; --quiet: #9198a1; --line: #3d444d;
    --panel: #151b23; --link: #4493f8; --focus: #4493f8;
    --good: #238636; --bad: #da3633; --done: #8957e5; --on-state: #ffffff;
    --plus: #3fb950; --minus: #f85149; --added: #12261e; --removed: #25171c; --hunk: #121d2f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--back); color: var(--front);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif;
}
header.site, main, footer.site { max-width: 75rem; margin: 0 auto; padding: 0 1.25rem; }
header.site {
  display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline;
  padding-top: .9rem; padding-bottom: .9rem; border-bottom: 1px solid var(--line);
}
header.site strong { font-size: 1.05rem; }
header.site nav { display: flex; gap: 1rem; margin-left: auto; }
footer.site {
  margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem;
  border-top: 1px solid var(--line); color: var(--quiet); font-size: .85rem;
}
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--back); padding: .25rem .5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.5rem 0 .5rem; font-weight: 600; }
h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; font-weight: 600; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
code, pre, .code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
p code, li code, td code, h1 code { background: var(--panel); padding: .1em .35em; border-radius: 4px; }
pre { background: var(--panel); padding: .75rem 1rem; border-radius: 6px; overflow-x: auto; }
.quiet { color: var(--quiet); }
.panel { border: 1px solid var(--line); border-radius: 6px; margin: 1rem 0; overflow: hidden; }
.panel > .title {
  background: var(--panel); padding: .5rem 1rem; border-bottom: 1px solid var(--line);
  display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline;
}
.panel > .title .end { margin-left: auto; }
.panel > .body { padding: .25rem 1rem; overflow-wrap: anywhere; }
.panel > p { margin: .75rem 1rem; }
table { border-collapse: collapse; }
table.list { width: 100%; }
table.list td, table.list th, .body table td, .body table th {
  padding: .4rem 1rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top;
}
table.list tr:first-child td { border-top: 0; }
table.list td.end, table.list th.end { text-align: right; white-space: nowrap; }
.state {
  display: inline-block; padding: .15rem .7rem; border-radius: 2rem;
  font-size: .85rem; font-weight: 600; color: var(--on-state); background: var(--quiet);
}
.state.open, .state.synced { background: var(--good); }
.state.merged { background: var(--done); }
.state.closed, .state.failed { background: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; padding: .75rem 1rem; align-items: center; }
button {
  font: inherit; font-weight: 600; padding: .35rem 1rem; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--line); background: var(--panel); color: var(--front);
}
button.primary { background: #1f7a37; border-color: transparent; color: #ffffff; }
button.primary:hover { background: #1a6a2f; }
.notice { border-left: 4px solid var(--bad); background: var(--panel); padding: .6rem 1rem; margin: 1rem 0; }
.scroll { overflow-x: auto; }
table.code { width: 100%; tab-size: 4; }
table.code td:last-child { white-space: pre; }
table.code td { padding: 0 .75rem; vertical-align: top; }
table.code td.number {
  width: 1%; min-width: 3rem; text-align: right; user-select: none; color: var(--quiet);
}
table.code td.number a { color: inherit; display: block; }
table.code tr:target td { background: var(--hunk); }
tr.added td { background: var(--added); }
tr.removed td { background: var(--removed); }
tr.hunk td { background: var(--hunk); color: var(--quiet); padding-top: .2rem; padding-bottom: .2rem; }
.plus { color: var(--plus); font-weight: 600; }
.minus { color: var(--minus); font-weight: 600; }
.tabs { display: flex; gap: 1.25rem; border-bottom: 1px solid var(--line); margin: .75rem 0 1rem; }
.tabs a { padding: .4rem 0; color: var(--front); border-bottom: 2px solid transparent; }
.tabs a[aria-current] { border-bottom-color: var(--link); font-weight: 600; }
blockquote { margin: .75rem 0; padding: 0 1rem; border-left: 4px solid var(--line); color: var(--quiet); }
@media (max-width: 40rem) { header.site nav { margin-left: 0; } }
`;
