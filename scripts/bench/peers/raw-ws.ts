/** A peer: the WebSocket library below Socket.IO by itself, which sends a string to each client. */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

// It is there because engine.io needs it, which alone knows where.
const engine = createRequire(import.meta.url).resolve("engine.io");
const { WebSocketServer } = createRequire(engine)("ws") as typeof import("ws");

const http = createServer(async (request, response) => {
  const message = await text(request);
  response.writeHead(204).end();
  for (const client of sockets.clients) client.send(message);
});
const sockets = new WebSocketServer({ server: http });
http.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 });
