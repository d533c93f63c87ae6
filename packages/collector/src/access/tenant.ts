/** The tenant of whoever runs the collector, and of keys and tokens that name none. */
export const defaultTenant = 'default';
