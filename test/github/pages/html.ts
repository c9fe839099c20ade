import type { Reply } from '../http';

/** Text that is markup already. Everything else that goes into a page is escaped. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Part[] | undefined;

/** Template tag for markup: interpolated text is escaped, other markup and lists of it are taken as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, string, index) => text + render(parts[index - 1]) + string) };
}

/** A whole page. */
export function page(title: string, content: Markup, status = 200): Reply {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <main>
          ${content}
          <footer>A local GitHub for trying things out. Nothing here reaches github.com.</footer>
        </main>
      </body>
    </html>`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    },
    body: markup,
  };
}

/** A name as a person sees it: bidirectional marks in it change nothing around it. */
export function name(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const STYLE = `
  :root { color-scheme: light dark; --line: #8886; --accent: #1f883d; --dim: #6e7781; }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 3rem 1rem; }
  main { max-width: 48rem; margin: auto; overflow-wrap: anywhere; }
  h1 { font-size: 1.5rem; font-weight: 600; }
  form { border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.5rem; margin: 1rem 0; }
  label { display: block; font-weight: 600; margin: 0.75rem 0 0.25rem; }
  input, select { font: inherit; padding: 0.4rem 0.6rem; border: 1px solid var(--line); border-radius: 6px; }
  input.code { font: 1.5rem ui-monospace, monospace; letter-spacing: 0.2em; text-transform: uppercase; width: 11ch; }
  button { font: inherit; font-weight: 600; padding: 0.4rem 1rem; border: 1px solid var(--line); border-radius: 6px; }
  button.primary { background: var(--accent); color: #fff; border-color: transparent; }
  .actions { display: flex; gap: 0.75rem; margin: 1.25rem 0 0.5rem; }
  code { font-family: ui-monospace, monospace; font-size: 0.9em; color: var(--dim); }
  table { border-collapse: collapse; width: 100%; }
  td, th { text-align: left; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); }
  th, td:nth-child(n + 3) { white-space: nowrap; }
  footer { color: var(--dim); font-size: 0.85rem; margin-top: 2.5rem; }
`;

function render(part: Part): string {
  if (part === undefined) return '';
  if (isList(part)) return part.map(render).join('');
  if (typeof part === 'object') return part.markup;
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}
