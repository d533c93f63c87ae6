import type { DatabaseSync } from 'node:sqlite';

/** A product that somebody means to buy. */
export interface CartItem {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly priceCents: number;
}

export function cartOf(database: DatabaseSync, personId: string): readonly CartItem[] {
  return database
    .prepare(
      `select product_id as productId, name, quantity, price_cents as priceCents
       from cart_items join products on products.id = product_id
       where person_id = ? order by product_id`,
    )
    .all(personId) as unknown as CartItem[];
}

export function putIntoCart(
  database: DatabaseSync,
  personId: string,
  productId: string,
  quantity: number,
): void {
  database
    .prepare(
      `insert into cart_items (person_id, product_id, quantity) values (?, ?, ?)
       on conflict do update set quantity = excluded.quantity`,
    )
    .run(personId, productId, quantity);
}

/** Takes a product out. Answers whether it was in. */
export function takeFromCart(database: DatabaseSync, personId: string, productId: string): boolean {
  const { changes } = database
    .prepare('delete from cart_items where person_id = ? and product_id = ?')
    .run(personId, productId);
  return changes > 0;
}

export function emptyCart(database: DatabaseSync, personId: string): void {
  database.prepare('delete from cart_items where person_id = ?').run(personId);
}
