export function findOrder(id: string): { readonly id: string } {
  return { id };
}
