/** The requests that have come to a handler of a controller. */
export const routedTo: WeakSet<object> = new WeakSet();
