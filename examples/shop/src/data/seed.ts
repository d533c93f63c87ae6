import type { DatabaseSync } from 'node:sqlite';
import { hashPassword } from '../auth/passwords.ts';
import type { Role } from './people.ts';

/** Somebody who exists from the start. The password stands here because it opens nothing real. */
export interface SeedPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export const seedPeople: readonly SeedPerson[] = [
  person('margaret', 'Margaret Hamilton', 'admin', 'apollo-eleven-landed'),
  person('ada', 'Ada Lovelace', 'support', 'first-note-g-1843'),
  person('grace', 'Grace Hopper', 'support', 'moth-in-the-relay'),
  person('alan', 'Alan Turing', 'customer', 'bombe-at-bletchley'),
  person('katherine', 'Katherine Johnson', 'customer', 'go-for-orbit-1962'),
  person('edsger', 'Edsger Dijkstra', 'customer', 'shortest-path-home'),
  person('barbara', 'Barbara Liskov', 'customer', 'substitute-me-safely'),
  person('hedy', 'Hedy Lamarr', 'customer', 'hop-the-frequency'),
  person('mallory', 'Mallory Quick', 'customer', 'just-looking-around'),
];

const seedProducts: readonly (readonly [string, string, number])[] = [
  ['teapot', 'Teapot, short and stout', 4900],
  ['mug', 'Mug for the third coffee', 1400],
  ['kettle', 'Kettle that sings in tune', 6900],
  ['lamp', 'Desk lamp', 3900],
  ['notebook', 'Notebook, squared paper', 900],
  ['pencils', 'Pencils, a dozen', 650],
  ['clock', 'Wall clock, silent', 4500],
  ['chair', 'Reading chair', 24900],
  ['blanket', 'Wool blanket', 7900],
  ['radio', 'Kitchen radio', 5900],
];

/** Puts people and products into an empty shop. Leaves a shop that has people as it is. */
export async function stockTheShop(database: DatabaseSync): Promise<void> {
  if (database.prepare('select 1 from people limit 1').get() !== undefined) return;
  const hashes = await Promise.all(seedPeople.map(({ password }) => hashPassword(password)));
  const addPerson = database.prepare(
    'insert into people (id, email, name, role, password_hash) values (?, ?, ?, ?, ?)',
  );
  for (const [index, { id, email, name, role }] of seedPeople.entries()) {
    addPerson.run(id, email, name, role, hashes[index] ?? '');
  }
  const addProduct = database.prepare(
    'insert into products (id, name, price_cents, stock) values (?, ?, ?, ?)',
  );
  for (const [id, name, priceCents] of seedProducts) addProduct.run(id, name, priceCents, 100_000);
}

function person(id: string, name: string, role: Role, password: string): SeedPerson {
  return { id, email: `${id}@shop.example`, name, role, password };
}
