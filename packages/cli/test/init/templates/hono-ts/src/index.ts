import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { orders } from './routes/orders.ts'

const app = new Hono()
;[['/orders', orders] as const].forEach(([path, each]) => app.route(path, each))

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' })
