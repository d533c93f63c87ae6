import type { DatabaseSync } from 'node:sqlite';

/** Something for sale. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly priceCents: number;
  readonly stock: number;
}

const columns = 'id, name, price_cents as priceCents, stock';

/** Products whose name contains `search`, by name. */
export function listProducts(database: DatabaseSync, search = ''): readonly Product[] {
  return database
    .prepare(`select ${columns} from products where instr(lower(name), lower(?)) > 0 order by name`)
    .all(search) as unknown as Product[];
}

export function findProduct(database: DatabaseSync, id: string): Product | undefined {
  return database.prepare(`select ${columns} from products where id = ?`).get(id) as
    | Product
    | undefined;
}

export function setPrice(database: DatabaseSync, id: string, priceCents: number): void {
  database.prepare('update products set price_cents = ? where id = ?').run(priceCents, id);
}

/** Products that were ordered most, best first. */
export function bestSellers(database: DatabaseSync, limit: number): readonly Product[] {
  return database
    .prepare(
      `select ${columns} from products
       order by (select coalesce(sum(quantity), 0) from order_lines where product_id = id) desc, id
       limit ?`,
    )
    .all(limit) as unknown as Product[];
}
