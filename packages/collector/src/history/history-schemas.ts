import { z } from 'zod';
import { damagedIds } from '../openapi/schemas.ts';
import { strictObject } from '../problem/strict-object.ts';
import { maxOffset } from '../query/offset-page.ts';

// What goes in and out of the histories of document 004. An empty parameter is as one that is not
// there, since forms send them so; an unknown one is refused, since a list that is not narrowed
// looks just like one that is.

const timeText = 'RFC 3339, a date, 15m, 2h, 7d, today or yesterday; dates are days of UTC';

function text(length: number): z.ZodType<string | undefined, string | undefined> {
  const wanted = `text of at most ${length} characters`;
  return z.string(wanted).max(length, wanted).optional();
}

function wholeNumber(
  wanted: string,
  min: number,
  max: number,
): z.ZodType<number | undefined, string | number | undefined> {
  const number = z.int(wanted).min(min, wanted).max(max, wanted).optional();
  // Written in digits: `1e9`, `0x10` and the like are no numbers here.
  return z.preprocess(
    (given) => (/^\d{1,9}$/.test(String(given)) ? Number(given) : given || undefined),
    number,
  ) as z.ZodType<number | undefined, string | number | undefined>;
}

/** What `offset` must be. With a cursor it may be more: then it only numbers the page. */
export const wantedOffset: string = `a whole number from 0 to ${maxOffset}; follow next to go further`;
const mostOffset = 999_999_999;

/** @param most - the most results of one answer. */
function common(most: number) {
  return {
    created_time_after: text(64)
      .describe(`Earliest time, included: ${timeText}`)
      .meta({ examples: ['2025-01-01'] }),
    created_time_before: text(64)
      .describe(`Latest time, included; of a date the whole day: ${timeText}`)
      .meta({ examples: ['2025-01-31'] }),
    limit: wholeNumber(`a whole number from 1 to ${most}`, 1, most)
      .describe(`Most results of this page; ${most} unless it is given`)
      .meta({ examples: [20] })
      .optional(),
    offset: wholeNumber(wantedOffset, 0, mostOffset)
      .describe(`How many of the newest to leave out, at most ${maxOffset}; \`next\` goes further`)
      .meta({ examples: [0] })
      .optional(),
    cursor: text(300).describe('Part of `next` and `previous`: where that page begins'),
    format: z
      .enum(['json', ''], 'json')
      .describe('There is no other: for clients that always send it')
      .meta({ examples: ['json'] })
      .optional(),
  };
}

/** `GET /activity-logs/user-history/` */
export function ownParameters(most: number) {
  return strictObject(common(most));
}

/** `GET /activity-logs/admin-history/` */
export function adminParameters(most: number) {
  return strictObject({
    ...common(most),
    user_id: text(1000)
      .describe('Only what this person did')
      .meta({ examples: ['13'] }),
    url_name: text(1000)
      .describe('Only this route, by name or pattern')
      .meta({ examples: ['orders-redeem'] }),
  });
}

export type CommonParameters = z.output<ReturnType<typeof ownParameters>>;

const itemFields = {
  id: z.string(),
  event_name: z.string().describe('The label of the route, or its name'),
  client_ip_address: z.string(),
  created_time: z.string().describe('RFC 3339, UTC'),
};
const anItem = {
  id: '0193c1f2-7c3e-7000-8000-000000000001',
  event_name: 'Redeem Card',
  client_ip_address: '203.0.113.9',
  created_time: '2025-01-31T23:59:59.999Z',
};

const ownItem = z.strictObject(itemFields);
const adminItem = z.strictObject({
  ...itemFields,
  user_id: z
    .union([z.string(), z.number(), z.null()])
    .describe('A number if it is written as one; null if it was no person'),
});

function page<Item extends z.ZodType>(item: Item, example: object, path: string) {
  const link = z.string().nullable();
  return z
    .strictObject({
      count: z.int().describe('How many there are on all pages'),
      next: link.describe('Address of the next page without scheme and host, null at the end'),
      previous: link.describe(
        `The same for the page before; null on the first, and behind the first ${maxOffset}`,
      ),
      results: z.array(item),
      damaged: damagedIds.exactOptional(),
    })
    .meta({
      examples: [
        {
          count: 21,
          next: `${path}?limit=20&offset=20&cursor=m8`,
          previous: null,
          results: [example],
        },
      ],
    });
}

export const ownPage = page(ownItem, anItem, '/activity-logs/user-history/');
export const adminPage = page(
  adminItem,
  { ...anItem, user_id: 13 },
  '/activity-logs/admin-history/',
);
