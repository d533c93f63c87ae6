/* Orders. */
import express, { type Request, type Response } from "express";
import { findOrder } from "./orders.ts";

export const app: express.Express = express(); // one for each process

app.use(express.json());

app.get("/orders/:id", (request: Request<{ id: string }>, response: Response) => {
  response.json(findOrder(request.params.id));
});
