import { activityPageSchema, type ActivityFilter, type ActivityPage, type ActivityQuery } from '../../bridge/activity.ts';
import type { ActivityKind } from '../../bridge/activityNames.ts';
import { plainText, wordsOf } from '../../bridge/plainText.ts';
import type { Activity } from './Activity.ts';
import { activityView } from './activityView.ts';

const KIND_OF: Record<Activity['type'], ActivityKind | undefined> = {
  request: 'requests',
  paired: 'pairings',
  activated: 'pairings',
  removed: 'removals',
  suspended: 'pauses',
  resumed: 'pauses',
  damaged: undefined,
};

/** More names than anybody chooses from a list. */
const ORGANISATIONS_LISTED = 100;

/** Finds lines as the person types. What a line is searched by is worked out once, until the language changes. */
export class ActivitySearch {
  readonly #locale: () => string;
  #countries: Intl.DisplayNames | undefined;
  #countriesLocale = '';
  #texts = new WeakMap<Activity, string>();

  /** @param locale of the person, because countries are searched by the name that is shown */
  constructor(locale: () => string) {
    this.#locale = locale;
  }

  /** Lines that fit, in the order they come. */
  find(lines: readonly Activity[], { search, kind, outcome, organisation }: ActivityFilter): readonly Activity[] {
    this.#followLocale();
    const words = wordsOf(search);
    return lines.filter(
      (line) =>
        (kind === undefined || KIND_OF[line.type] === kind) &&
        (outcome === undefined || wordOf(line) === outcome) &&
        (organisation === undefined || line.organisation === organisation) &&
        words.every((word) => this.#textOf(line).includes(word)),
    );
  }

  page(lines: readonly Activity[], query: ActivityQuery, revision: number): ActivityPage {
    const found = this.find(lines, query);
    const organisations = new Set(lines.map(({ organisation }) => organisation).filter((name) => name !== ''));
    return activityPageSchema.parse({
      lines: found.slice(query.offset, query.offset + query.limit).map(activityView),
      found: found.length,
      kept: lines.length,
      organisations: [...organisations].toSorted((a, b) => a.localeCompare(b, this.#locale())).slice(0, ORGANISATIONS_LISTED),
      revision,
    });
  }

  #textOf(line: Activity): string {
    const known = this.#texts.get(line);
    if (known !== undefined) return known;
    const { organisation, subscriber, application, place } = line;
    const country = place?.country === undefined ? undefined : (this.#countries?.of(place.country) ?? place.country);
    const text = plainText([application, organisation, subscriber, place?.city, place?.region, country, place?.address].join('\n'));
    this.#texts.set(line, text);
    return text;
  }

  #followLocale(): void {
    const locale = this.#locale();
    if (locale === this.#countriesLocale) return;
    this.#countriesLocale = locale;
    this.#countries = new Intl.DisplayNames(locale, { type: 'region' });
    this.#texts = new WeakMap();
  }
}

/** What ran out is missed to the person, whoever said so. */
function wordOf({ outcome }: Activity): Activity['outcome'] {
  return outcome === 'expired' ? 'missed' : outcome;
}
