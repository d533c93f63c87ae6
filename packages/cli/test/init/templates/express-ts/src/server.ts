import { app } from "./app.ts";

app.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1");
