import { Hono } from 'hono'

export const orders = new Hono()

orders.get('/:id', (c) => c.json({ id: c.req.param('id') }))
