import { build } from './build.mjs'

const app = await build()
await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })
