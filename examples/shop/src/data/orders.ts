import type { DatabaseSync } from 'node:sqlite';
import { cartOf, emptyCart } from './carts.ts';
import { inTransaction } from './database.ts';

/** Something that was bought. */
export interface Order {
  readonly id: number;
  readonly personId: string;
  readonly state: 'paid' | 'refunded';
  readonly totalCents: number;
  readonly placedAt: string;
}

export interface OrderLine {
  readonly productId: string;
  readonly quantity: number;
  readonly priceCents: number;
}

const columns =
  'id, person_id as personId, state, total_cents as totalCents, placed_at as placedAt';

/** Turns somebody's cart into a paid order, or answers `undefined` if the cart is empty. */
export function placeOrder(database: DatabaseSync, personId: string): Order | undefined {
  return inTransaction(database, () => {
    const items = cartOf(database, personId);
    if (items.length === 0) return undefined;
    const total = items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0);
    const { lastInsertRowid } = database
      .prepare(
        `insert into orders (id, person_id, state, total_cents, placed_at)
         values ((select coalesce(max(id), 1000) + 1 from orders), ?, 'paid', ?, ?)`,
      )
      .run(personId, total, new Date().toISOString());
    addLines(database, Number(lastInsertRowid), items);
    emptyCart(database, personId);
    return findOrder(database, Number(lastInsertRowid));
  });
}

export function findOrder(database: DatabaseSync, id: number): Order | undefined {
  return database.prepare(`select ${columns} from orders where id = ?`).get(id) as
    | Order
    | undefined;
}

export function linesOf(database: DatabaseSync, orderId: number): readonly OrderLine[] {
  return database
    .prepare(
      `select product_id as productId, quantity, price_cents as priceCents
       from order_lines where order_id = ? order by product_id`,
    )
    .all(orderId) as unknown as OrderLine[];
}

/** The newest orders, of one person or of everybody. */
export function listOrders(database: DatabaseSync, personId: string | null): readonly Order[] {
  return database
    .prepare(
      `select ${columns} from orders where ?1 is null or person_id = ?1 order by id desc limit 20`,
    )
    .all(personId) as unknown as Order[];
}

export function markRefunded(database: DatabaseSync, id: number): void {
  database.prepare("update orders set state = 'refunded', total_cents = 0 where id = ?").run(id);
}

function addLines(database: DatabaseSync, orderId: number, lines: readonly OrderLine[]): void {
  const addLine = database.prepare(
    'insert into order_lines (order_id, product_id, quantity, price_cents) values (?, ?, ?, ?)',
  );
  for (const line of lines) addLine.run(orderId, line.productId, line.quantity, line.priceCents);
}
