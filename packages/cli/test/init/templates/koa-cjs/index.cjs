const Koa = require("koa")
const { Router } = require("@koa/router")
const { recorder } = require("./lib/tape.cjs")

class Server {
  constructor() {
    this.app = new Koa()
    this.router = new Router()
    this.router.get("/orders/:id", (ctx) => {
      ctx.body = { id: ctx.params.id, tape: recorder }
    })
    this.app.use(this.router.routes())
  }

  listen(port) {
    return this.app.listen(port, "127.0.0.1")
  }
}

new Server().listen(Number(process.env.PORT ?? 3000))
