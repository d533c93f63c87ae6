import { type SeedPerson, seedPeople } from '../data/seed.ts';
import type { Answer, Visitor } from './visitor.ts';
import { complaints, forgedTokens, prying, searches, wrongPasswords } from './words.ts';

/** What one kind of visitor does between coming and leaving. */
export type Story = (visitor: Visitor) => Promise<void>;

/** Looks around without signing in. */
export async function browses(visitor: Visitor): Promise<void> {
  await visitor.ask('GET', '/');
  await visitor.think();
  const products = idsIn(await visitor.ask('GET', '/products'));
  for (let clicks = visitor.dice.between(1, 3); clicks > 0; clicks -= 1) {
    await visitor.think();
    await visitor.ask('GET', `/products/${visitor.dice.pick(products)}`);
  }
  if (!visitor.dice.chance(50)) return;
  await visitor.think();
  await visitor.ask('GET', `/products?search=${visitor.dice.pick(searches)}`);
}

/** Signs in, fills a cart, buys, and sometimes wants the invoice. */
export async function buys(visitor: Visitor): Promise<void> {
  await signsIn(visitor, pickPerson(visitor, 'customer'));
  const products = idsIn(await visitor.ask('GET', '/products'));
  for (let things = visitor.dice.between(1, 3); things > 0; things -= 1) {
    await visitor.think();
    const path = `/cart/items/${visitor.dice.pick(products)}`;
    await visitor.ask('PUT', path, { quantity: visitor.dice.between(1, 4) });
  }
  await visitor.think();
  await visitor.ask('GET', '/cart');
  await visitor.think();
  const paymentToken = `pay_${visitor.dice.between(10 ** 9, 10 ** 10)}`;
  const order = await visitor.ask('POST', '/orders', { payment: { token: paymentToken } });
  if (visitor.dice.chance(50)) await readsInvoice(visitor, order);
  await visitor.think();
  await visitor.ask('DELETE', '/session');
}

/** Works at the support desk: reads orders and gives money back for one of them. */
export async function supports(visitor: Visitor): Promise<void> {
  await signsIn(visitor, pickPerson(visitor, 'support'));
  const orders = idsIn(await visitor.ask('GET', '/orders'));
  if (orders.length === 0) return;
  const order = visitor.dice.pick(orders);
  await visitor.think();
  await visitor.ask('GET', `/orders/${order}`);
  await visitor.think();
  const reason = visitor.dice.pick(complaints);
  await visitor.ask('POST', `/orders/${order}/refund`, { reason });
  // Now and then somebody tries a door that is not theirs.
  if (visitor.dice.chance(25)) await visitor.ask('GET', '/admin/people');
}

/** Changes a price and looks at who has an account. */
export async function administers(visitor: Visitor): Promise<void> {
  await signsIn(visitor, pickPerson(visitor, 'admin'));
  const products = idsIn(await visitor.ask('GET', '/products'));
  await visitor.think();
  const priceCents = visitor.dice.between(5, 250) * 100 - 1;
  await visitor.ask('PATCH', `/admin/products/${visitor.dice.pick(products)}`, { priceCents });
  await visitor.think();
  await visitor.ask('GET', '/admin/people');
}

/** Asks for something slow and does not wait for it. */
export async function losesPatience(visitor: Visitor): Promise<void> {
  await visitor.ask('GET', '/products');
  await visitor.hangUp('/products/recommended', visitor.dice.between(200, 900));
}

/** Tries doors: admin paths, other people's orders, tokens that look stolen. */
export async function pries(visitor: Visitor): Promise<void> {
  for (const path of prying) {
    if (visitor.dice.chance(60)) await visitor.ask('GET', path);
  }
  await visitor.think();
  for (const token of forgedTokens) {
    visitor.carry(token);
    await visitor.ask('GET', '/admin/people');
  }
  visitor.carry(null);
  await signsIn(visitor, pickPerson(visitor, 'intruder'));
  for (let order = 1001; order < 1006; order += 1) {
    await visitor.think();
    await visitor.ask('GET', `/orders/${order}`);
  }
  await visitor.ask('PATCH', '/admin/people/mallory', { role: 'admin' });
}

async function signsIn(visitor: Visitor, person: SeedPerson): Promise<void> {
  if (visitor.dice.chance(20)) {
    const password = visitor.dice.pick(wrongPasswords);
    await visitor.ask('POST', '/session', { email: person.email, password });
    await visitor.think();
  }
  const { email, password } = person;
  const { body } = await visitor.ask('POST', '/session', { email, password });
  visitor.carry((body as { readonly accessToken?: string }).accessToken ?? null);
  await visitor.think();
}

async function readsInvoice(visitor: Visitor, order: Answer): Promise<void> {
  const { id } = order.body as { readonly id?: number };
  if (id === undefined) return;
  await visitor.think();
  const { body } = await visitor.ask('POST', `/orders/${id}/invoice-link`);
  const { link } = body as { readonly link?: string };
  if (link !== undefined) await visitor.ask('GET', link);
}

function pickPerson(visitor: Visitor, part: 'customer' | 'support' | 'admin' | 'intruder') {
  const candidates = seedPeople.filter(({ id, role }) =>
    part === 'intruder' ? id === 'mallory' : role === part && id !== 'mallory',
  );
  return visitor.dice.pick(candidates);
}

function idsIn({ body }: Answer): readonly (string | number)[] {
  if (!Array.isArray(body)) return [];
  return body.map((item: { readonly id: string | number }) => item.id);
}
