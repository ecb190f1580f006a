/** Text that may stand in a page as it is. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | false | undefined | readonly Html[];

/** A template whose values are escaped unless they are Html themselves. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return { html: strings.reduce((text, part, index) => text + render(values[index - 1]) + part) };
}

/** For text that is known to be markup, such as an SVG that was made here. */
export function markup(text: string): Html {
  return { html: text };
}

function render(value: Part): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if ('html' in value) return value.html;
  return value.map((part) => part.html).join('');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
